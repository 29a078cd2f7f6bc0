import { Alert, Anchor, Button, Group, Loader, Modal, Stack, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { deleteMutation } from "../api/content.ts";
import { useModel } from "../api/use-model.ts";
import { useOperation, useSend } from "../api/use-operation.ts";
import type { Collection } from "../model/model.ts";
import { errorWords } from "../parts/error-words.ts";
import { type Pointer, pointersQuery, pointersTo, pointersVariables, readPointers } from "./pointers.ts";

type Props = {
  collection: Collection;
  id: string;
  title: string;
  version: number | null;
  canMakeAgain: boolean;
  onClose: () => void;
  /** Whether it can be made again as if nothing had happened. */
  onDeleted: (canUndo: boolean) => void;
};

/** Asks before a record is deleted, and says what points to it and what becomes of that. */
export function DeleteDialog(props: Props) {
  const { collection, id, title, version, canMakeAgain, onClose, onDeleted } = props;
  const { t, i18n } = useTranslation();
  const model = useModel();
  const pointers = pointersTo(collection.name, id, model);
  const counted = useOperation(pointersQuery(pointers), pointersVariables(pointers));
  const remove = useSend(deleteMutation(collection));
  const counts = counted.data ? readPointers(counted.data, pointers, id) : [];
  const found = pointers
    .map((pointer, index) => ({ pointer, count: counts[index] ?? 0 }))
    .filter(({ count }) => count > 0);
  const isPrevented = found.some(({ pointer }) => pointer.onDelete === "RESTRICT");
  const removeNow = () =>
    remove.mutate(version === null ? { id } : { id, ifVersion: version }, {
      onSuccess: () => onDeleted(canMakeAgain && counted.isSuccess && found.length === 0),
    });
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <Modal
      opened
      onClose={onClose}
      zIndex={290}
      size="lg"
      closeButtonProps={{ "aria-label": t("common.close") }}
      title={<Text fw={600}>{t("entry.deleteTitle", { title })}</Text>}
    >
      <Stack gap="md">
        {counted.isPending && (
          <Group gap="xs">
            <Loader size="xs" />
            <Text c="dimmed">{t("entry.looking")}</Text>
          </Group>
        )}
        {counted.isError && <Text c="dimmed">{t("entry.lookFailed")}</Text>}
        {counted.isSuccess && found.length === 0 && <Text>{t("entry.nothingPoints")}</Text>}
        {found.length > 0 && (
          <>
            <Text>{isPrevented ? t("entry.deletePrevented") : t("entry.pointsHere")}</Text>
            <Table>
              <Table.Tbody>
                {found.map(({ pointer, count }) => (
                  <Table.Tr key={`${pointer.collection.name}.${pointer.field.name}`}>
                    <Table.Td>
                      <PointerLink pointer={pointer}>
                        {number.format(count)}{" "}
                        {count === 1 ? pointer.collection.label : pointer.collection.pluralLabel}
                      </PointerLink>
                    </Table.Td>
                    <Table.Td c="dimmed">{t("entry.pointsBy", { field: pointer.field.label })}</Table.Td>
                    <Table.Td>{t(`entry.onDelete.${ruleOf(pointer)}`, { count })}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </>
        )}
        {remove.error && (
          <Alert color="red" role="alert" title={errorWords(remove.error, t).title}>
            {errorWords(remove.error, t).detail}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t("common.cancel")}
          </Button>
          <Button
            color="red"
            onClick={removeNow}
            loading={remove.isPending}
            disabled={counted.isPending || isPrevented}
          >
            {t("common.delete")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function ruleOf({ onDelete }: Pointer): "RESTRICT" | "CASCADE" | "SET_NULL" {
  return onDelete === "RESTRICT" || onDelete === "CASCADE" ? onDelete : "SET_NULL";
}

function PointerLink({ pointer, children }: { pointer: Pointer; children: React.ReactNode }) {
  const { collection, where } = pointer;
  return (
    <Anchor
      renderRoot={(props) => (
        <Link
          to="/content/$collection"
          params={{ collection: collection.name }}
          search={collection.singleton ? {} : { where }}
          {...props}
        />
      )}
    >
      {children}
    </Anchor>
  );
}
