import { Button, CloseButton, Group, Modal, Text } from "@mantine/core";
import { IconDownload, IconPencil, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { isWritable } from "../../model/model.ts";
import { lazyPart } from "../../parts/lazy-part.ts";
import classes from "../list.module.css";
import type { List } from "../use-list.ts";
import { DeleteMany } from "./confirm-delete.tsx";
import type { Wanted } from "./record-batches.ts";

const BulkEdit = lazyPart(() => import("./bulk-edit.tsx").then((file) => ({ default: file.BulkEdit })));
const Export = lazyPart(() => import("./export.tsx").then((file) => ({ default: file.Export })));

/** What can be done with the records that are selected; it stands where the tools of the list stood. */
export function SelectionBar({ list }: { list: List }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  // How many it was asked for: the list may change while it is done.
  const [dialog, setDialog] = useState<{ kind: "edit" | "delete" | "export"; count: number } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { collection, selection, data } = list;
  const total = data?.total ?? 0;
  const count = selection.count ?? total;
  const wanted: Wanted = { collection, selection: selection.selection, where: list.filter };
  const isPageFull = (data?.rows.length ?? 0) > 0 && data?.rows.every((row) => selection.isSelected(row.id));
  const mayUpdate =
    collection.api.updateMany !== null &&
    collection.can.update !== "NONE" &&
    collection.fields.some((field) => isWritable(field, "update"));
  const mayDelete = collection.api.deleteMany !== null && collection.can.delete !== "NONE";
  const number = new Intl.NumberFormat(i18n.language);
  const refresh = () => void queries.invalidateQueries({ queryKey: list.pageQueryKey });
  const close = () => setDialog(null);
  const asked = dialog?.count ?? count;
  const titles = {
    edit: t("list.editMany", { count: asked }),
    delete: t("list.deleteManyTitle", { count: asked }),
    export: t("list.export"),
  };

  return (
    <Group
      className={`${classes.toolbar} ${classes.selectionBar}`}
      gap="xs"
      role="region"
      aria-label={t("list.selection")}
    >
      <CloseButton size="sm" aria-label={t("list.clearSelection")} onClick={selection.clear} />
      <Text size="sm" fw={600} aria-live="polite">
        {t("list.selected", { count })}
      </Text>
      {isPageFull && selection.count !== null && total > count && (
        <Button size="compact-xs" variant="subtle" onClick={selection.selectAll}>
          {t("list.selectAll", { total: number.format(total) })}
        </Button>
      )}
      <Group gap={6} ml="auto">
        {mayUpdate && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPencil size={14} />}
            onClick={() => setDialog({ kind: "edit", count })}
          >
            {t("common.edit")}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={14} />}
          onClick={() => setDialog({ kind: "export", count })}
        >
          {t("list.export")}
        </Button>
        {mayDelete && (
          <Button
            size="compact-sm"
            variant="default"
            c="var(--mantine-color-error)"
            leftSection={<IconTrash size={14} />}
            onClick={() => setDialog({ kind: "delete", count })}
          >
            {t("common.delete")}
          </Button>
        )}
      </Group>
      <Modal
        opened={dialog !== null}
        onClose={close}
        title={dialog && titles[dialog.kind]}
        size={dialog?.kind === "edit" ? "lg" : "md"}
        closeOnClickOutside={false}
        closeOnEscape={!isBusy}
        withCloseButton={!isBusy}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <Suspense>
          {dialog?.kind === "edit" && (
            <BulkEdit list={list} wanted={wanted} onBusy={setBusy} onChanged={refresh} onClose={close} />
          )}
          {dialog?.kind === "delete" && (
            <DeleteMany
              model={list.model}
              wanted={wanted}
              count={asked}
              onBusy={setBusy}
              onChanged={refresh}
              onClose={() => {
                close();
                selection.clear();
              }}
            />
          )}
          {dialog?.kind === "export" && (
            <Export list={list} wanted={wanted} count={asked} onBusy={setBusy} onClose={close} />
          )}
        </Suspense>
      </Modal>
    </Group>
  );
}
