import { ActionIcon, Badge, Button, Group, Menu, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import {
  IconChevronDown,
  IconCopy,
  IconDots,
  IconHistory,
  IconPlus,
  IconTrash,
  IconX,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Collection } from "../model/model.ts";
import { recordTitle } from "../model/record-title.ts";
import { CollectionIcon } from "../parts/collection-icon.tsx";
import pageClasses from "../parts/page.module.css";
import { DeleteDialog } from "./delete-dialog.tsx";
import { DisputeDialog } from "./dispute-dialog.tsx";
import classes from "./entry.module.css";
import type { Frame } from "./entry-editor.tsx";
import { EntrySide } from "./entry-side.tsx";
import { type FormStore, useFormState } from "./form-store.ts";
import { Present } from "./present.tsx";
import type { EntryActions } from "./use-entry-actions.ts";
import type { Other } from "./use-presence.ts";
import type { SavingState } from "./use-saving.ts";

type Props = {
  collection: Collection;
  recordId: string | null;
  record: Record<string, unknown> | null;
  store: FormStore;
  frame: Frame;
  saving: SavingState;
  actions: EntryActions;
  isFrozen: boolean;
  others: Other[];
  notices: ReactNode;
  children: ReactNode;
};

/** What stands around the form: its head with what can be done, notices, and facts about the record. */
export function EntryFrame(props: Props) {
  const { collection, recordId, record, store, frame, actions, notices, children } = props;
  const { t } = useTranslation();
  const title = useFormState(store, (state) =>
    recordId !== null && !collection.singleton
      ? recordTitle({ id: recordId, ...state.base }, collection)
      : collection.singleton
        ? collection.label
        : t("entry.newTitle", { label: collection.label }),
  );
  const dialogs = (
    <>
      {actions.dialog === "delete" && recordId !== null && (
        <DeleteDialog
          collection={collection}
          id={recordId}
          title={title}
          version={store.read().version}
          canMakeAgain={actions.canMakeAgain}
          onClose={actions.closeDialog}
          onDeleted={actions.deleted}
        />
      )}
      {actions.dialog === "dispute" && (
        <DisputeDialog
          collection={collection}
          store={store}
          onClose={actions.closeDialog}
          onSave={() => {
            actions.closeDialog();
            actions.save();
          }}
        />
      )}
    </>
  );
  if (frame.kind === "drawer")
    return (
      <section aria-label={title}>
        <Group className={classes.drawerHead} justify="space-between" wrap="nowrap" gap="sm">
          <Head {...props} title={title} order={2} />
          <Group gap="xs" wrap="nowrap">
            <Buttons {...props} />
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={() => frame.onClose(null)}
              aria-label={t("common.close")}
            >
              <IconX size={18} />
            </ActionIcon>
          </Group>
        </Group>
        <div className={classes.drawerBody}>
          {notices}
          {children}
        </div>
        {dialogs}
      </section>
    );
  return (
    <div className={pageClasses.page} style={{ paddingTop: 0 }}>
      <DocumentTitle title={title} />
      <Group className={classes.head} justify="space-between" wrap="nowrap" gap="sm">
        <Head {...props} title={title} order={1} />
        <Buttons {...props} />
      </Group>
      <div className={classes.layout}>
        <div>
          {notices}
          {children}
        </div>
        <EntrySide collection={collection} record={record} recordId={recordId} />
      </div>
      {dialogs}
    </div>
  );
}

function DocumentTitle({ title }: { title: string }) {
  useDocumentTitle(`${title} · Headwater`);
  return null;
}

function Head({
  collection,
  frame,
  store,
  others,
  title,
  order,
  isFrozen,
}: Props & { title: string; order: 1 | 2 }) {
  const { t } = useTranslation();
  const isChanged = useFormState(store, (state) => state.changed.size > 0);
  return (
    <Group gap="xs" wrap="nowrap" miw={0}>
      {frame.kind === "page" && !collection.singleton && (
        <Group gap={6} wrap="nowrap" visibleFrom="sm">
          <Link
            to="/content/$collection"
            params={{ collection: collection.name }}
            activeOptions={{ exact: true }}
            className={classes.crumb}
          >
            {collection.pluralLabel}
          </Link>
          <span className={classes.crumb} aria-hidden="true">
            /
          </span>
        </Group>
      )}
      {frame.kind === "drawer" && <CollectionIcon collection={collection} />}
      <Title order={order} size="h4" lineClamp={1} style={{ overflowWrap: "anywhere" }}>
        {title}
      </Title>
      {isFrozen && (
        <Badge variant="default" style={{ flex: "none" }}>
          {t("entry.readOnly")}
        </Badge>
      )}
      {isChanged && (
        <Badge variant="dot" color="orange" visibleFrom="xs" style={{ flex: "none" }}>
          {t("entry.unsaved")}
        </Badge>
      )}
      {others.length > 0 && (
        <Present
          people={others.map(({ name, field }) => {
            const label = collection.fields.find((one) => one.name === field)?.label;
            return label ? { name, hint: t("entry.presentIn", { name, field: label }) } : { name };
          })}
        />
      )}
    </Group>
  );
}

function Buttons({ collection, recordId, record, store, frame, saving, actions, isFrozen }: Props) {
  const { t } = useTranslation();
  const isChanged = useFormState(store, (state) => state.changed.size > 0 || state.version === null);
  const hasMenu = record !== null && !(frame.kind === "drawer" && !actions.askDelete);
  return (
    <Group gap={6} wrap="nowrap">
      {!isFrozen && (
        <Button.Group>
          <Button onClick={actions.save} loading={saving.kind === "saving"} disabled={!isChanged}>
            {frame.kind === "drawer" ? (
              <>
                <Text span inherit visibleFrom="xs">
                  {t("entry.saveAndClose")}
                </Text>
                <Text span inherit hiddenFrom="xs">
                  {t("common.save")}
                </Text>
              </>
            ) : (
              t("common.save")
            )}
          </Button>
          {actions.saveAndNew && (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button
                  px={6}
                  disabled={!isChanged || saving.kind === "saving"}
                  aria-label={t("entry.moreWaysToSave")}
                >
                  <IconChevronDown size={16} />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconPlus size={16} />} onClick={actions.saveAndNew}>
                  {t("entry.saveAndNew")}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </Button.Group>
      )}
      {hasMenu && recordId !== null && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size={34} aria-label={t("common.more")}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {frame.kind === "page" && (
              <Menu.Item
                renderRoot={(props) => (
                  <Link
                    to="/content/$collection/$id/history"
                    params={{ collection: collection.name, id: recordId }}
                    {...props}
                  />
                )}
                leftSection={<IconHistory size={16} />}
              >
                {t("entry.history")}
              </Menu.Item>
            )}
            {actions.duplicate && (
              <Menu.Item leftSection={<IconCopy size={16} />} onClick={actions.duplicate}>
                {t("entry.duplicate")}
              </Menu.Item>
            )}
            {actions.askDelete && (
              <Menu.Item leftSection={<IconTrash size={16} />} color="red" onClick={actions.askDelete}>
                {t("entry.delete")}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}
