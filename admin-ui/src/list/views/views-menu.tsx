import { Badge, Button, Group, Loader, Menu, Modal, Text } from "@mantine/core";
import {
  IconCheck,
  IconDeviceFloppy,
  IconPencil,
  IconPlus,
  IconTrash,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { errorWords } from "../../parts/error-words.ts";
import { showDone, showFailure } from "../../parts/toast.tsx";
import type { List } from "../use-list.ts";
import { SaveView } from "./save-view.tsx";
import { isUnchanged, viewAddress, viewData } from "./saved-views.ts";
import { type SavedView, useViews } from "./use-views.ts";
import { viewsLook } from "./views-look.tsx";

const wholeList = {
  search: "",
  where: null,
  sort: [],
  columns: null,
  layout: null,
  size: null,
  view: null,
  place: { kind: "first" as const },
};

/** The saved views: opens one, saves the list as one, changes and removes one's own. */
export function ViewsMenu({ list, isOpenAtFirst }: { list: List; isOpenAtFirst: boolean }) {
  const { t } = useTranslation();
  const { address, collection } = list;
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const [edited, setEdited] = useState<SavedView | "new" | null>(null);
  const isNamed = address.view !== null && list.data !== undefined;
  const views = useViews(collection, isOpen || isNamed);
  const current = views.views.find((view) => view.id === address.view);
  const isChanged = current !== undefined && !isUnchanged(address, current.data);

  const update = (view: SavedView) =>
    views.save({ id: view.id, name: view.name, roles: view.roles, data: viewData(address) }).then(
      () => showDone(t("list.views.saved", { name: view.name })),
      (error) => showFailure(error, t),
    );
  const remove = (view: SavedView) =>
    views.remove(view.id).then(
      () => {
        if (address.view === view.id) list.go({ view: null });
        const again = {
          id: null,
          name: view.name,
          roles: view.roles,
          data: viewData(viewAddress("", view.data)),
        };
        showDone(t("list.views.removed", { name: view.name }), {
          label: t("common.undo"),
          onUndo: () => void views.save(again).catch((error) => showFailure(error, t)),
        });
      },
      (error) => showFailure(error, t),
    );

  return (
    <>
      <Menu opened={isOpen} onChange={setOpen} position="bottom-start" width={290} shadow="md">
        <Menu.Target>
          <Button {...viewsLook} variant={current ? "light" : "default"}>
            {current ? `${current.name}${isChanged ? " *" : ""}` : t("list.views.views")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.query.isLoading && (
            <Group justify="center" p="xs">
              <Loader size="xs" aria-label={t("common.loading")} />
            </Group>
          )}
          {views.query.isError && (
            <Text size="sm" c="dimmed" p="xs">
              {errorWords(views.query.error, t).title}
            </Text>
          )}
          {views.query.isSuccess && views.views.length === 0 && (
            <Text size="sm" c="dimmed" p="xs">
              {t("list.views.none")}
            </Text>
          )}
          <Menu.Item onClick={() => list.go(wholeList)} disabled={address.view === null && !list.filter}>
            {t("list.views.whole", { collection: collection.pluralLabel })}
          </Menu.Item>
          {views.views.map((view) => (
            <ViewItem
              key={view.id}
              view={view}
              isOpen={view.id === address.view}
              onOpen={() => list.go(viewAddress(view.id, view.data))}
            />
          ))}
          <Menu.Divider />
          {current?.mine && isChanged && (
            <Menu.Item leftSection={<IconDeviceFloppy size={14} />} onClick={() => void update(current)}>
              {t("list.views.update", { name: current.name })}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconPlus size={14} />} onClick={() => setEdited("new")}>
            {t("list.views.saveAs")}
          </Menu.Item>
          {current?.mine && (
            <>
              <Menu.Item leftSection={<IconPencil size={14} />} onClick={() => setEdited(current)}>
                {t("list.views.changeNamed", { name: current.name })}
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={14} />} onClick={() => void remove(current)}>
                {t("list.views.removeNamed", { name: current.name })}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={edited === "new" ? t("list.views.saveAs") : t("list.views.change")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        {edited !== null && (
          <SaveView
            model={list.model}
            view={edited === "new" ? null : edited}
            onSave={async (name, roles) => {
              const isNew = edited === "new";
              const data = isNew ? viewData(withColumns(list)) : viewData(viewAddress("", edited.data));
              const saved = await views.save({ id: isNew ? null : edited.id, name, roles, data });
              if (isNew) list.go({ ...viewAddress(saved.id, saved.data), place: address.place }, true);
              setEdited(null);
            }}
            onClose={() => setEdited(null)}
          />
        )}
      </Modal>
    </>
  );
}

/** A view keeps the columns that were seen when it was saved, whatever its readers like. */
function withColumns({ address, columns }: List) {
  return { ...address, columns: columns.map(({ path, width }) => ({ path, width })) };
}

type ViewItemProps = { view: SavedView; isOpen: boolean; onOpen: () => void };

function ViewItem({ view, isOpen, onOpen }: ViewItemProps) {
  const owner = view.owner?.name ?? view.owner?.email;
  const sharedBy = view.mine ? view.roles.join(", ") : (owner ?? view.roles.join(", "));
  return (
    <Menu.Item
      onClick={onOpen}
      leftSection={isOpen ? <IconCheck size={14} /> : <span style={{ width: 14, display: "inline-block" }} />}
      rightSection={
        view.roles.length > 0 && (
          <Badge size="xs" variant="default" leftSection={<IconUsersGroup size={10} />}>
            {sharedBy}
          </Badge>
        )
      }
    >
      <Text size="sm" truncate>
        {view.name}
      </Text>
    </Menu.Item>
  );
}
