import {
  Button,
  CloseButton,
  EmptyState,
  Loader,
  MultiSelect,
  ScrollArea,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import { IconBookmark } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  RemoveSavedOperationDocument,
  SavedOperationsDocument,
  type SavedOperationsQuery,
  SaveOperationDocument,
} from "../../generated/operations.ts";
import { isRecord } from "../api/json-object.ts";
import { isAdmin, useMe, useModel } from "../api/use-model.ts";
import { operationKey, useOperation, useSend } from "../api/use-operation.ts";
import { ErrorState } from "../parts/error-state.tsx";
import { showDone, showFailure } from "../parts/toast.tsx";
import classes from "./explorer.module.css";

type Texts = { operation: string; variables: string };
type SavedPaneProps = { current: Texts & { title: string }; onOpen: (texts: Texts) => void };
type Saved = SavedOperationsQuery["savedItems"][number];

const savedKey = operationKey(SavedOperationsDocument, {});

/** The operations that were kept on the server: one's own, and those that are shared with one's roles. */
export function SavedPane({ current, onOpen }: SavedPaneProps) {
  const saved = useOperation(SavedOperationsDocument, {});
  return (
    <>
      <SaveForm current={current} />
      {saved.error ? (
        <ErrorState error={saved.error} onRetry={() => void saved.refetch()} />
      ) : saved.data ? (
        <SavedList items={saved.data.savedItems} onOpen={onOpen} />
      ) : (
        <div className={classes.message}>
          <Loader size="sm" />
        </div>
      )}
    </>
  );
}

function SaveForm({ current }: { current: SavedPaneProps["current"] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const me = useMe();
  const model = useModel();
  const [name, setName] = useState<string | null>(null);
  const [roles, setRoles] = useState<string[]>([]);
  const save = useSend(SaveOperationDocument);
  const shown = name ?? current.title;
  const offered = model.roles.filter((role) => isAdmin(me) || me.roles.includes(role.name));
  const submit = () => {
    const data = { operation: current.operation, variables: current.variables };
    save.mutate(
      { name: shown.trim(), data, roles },
      {
        onSuccess: () => {
          setName(null);
          showDone(t("explorer.saved", { name: shown.trim() }));
          void queries.invalidateQueries({ queryKey: savedKey });
        },
      },
    );
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap={6} p="sm">
        <TextInput
          size="xs"
          label={t("explorer.saveAs")}
          value={shown}
          maxLength={200}
          error={save.error?.fields[0]?.message ?? save.error?.message}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <MultiSelect
          size="xs"
          label={t("explorer.shareWith")}
          placeholder={roles.length === 0 ? t("explorer.shareWithNobody") : undefined}
          data={offered.map((role) => ({ value: role.name, label: role.label }))}
          value={roles}
          onChange={setRoles}
        />
        <Button type="submit" size="compact-sm" loading={save.isPending} disabled={shown.trim() === ""}>
          {t("common.save")}
        </Button>
      </Stack>
    </form>
  );
}

function SavedList({ items, onOpen }: { items: Saved[]; onOpen: SavedPaneProps["onOpen"] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const remove = useSend(RemoveSavedOperationDocument);
  const removeNow = (item: Saved) =>
    remove.mutate(
      { id: item.id },
      {
        onSuccess: () => void queries.invalidateQueries({ queryKey: savedKey }),
        onError: (error) => showFailure(error, t),
      },
    );
  if (items.length === 0) {
    return (
      <div className={classes.message}>
        <EmptyState
          size="sm"
          title={t("explorer.noSaved")}
          description={t("explorer.noSavedHint")}
          icon={<IconBookmark size={34} stroke={1.4} />}
        />
      </div>
    );
  }
  return (
    <ScrollArea className={classes.fill}>
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.id} className={classes.historyEntry}>
            <UnstyledButton className={classes.historyButton} onClick={() => onOpen(textsOf(item.data))}>
              <span className={classes.historyTitle}>{item.name}</span>
              <span className={classes.historyPreview}>
                {textsOf(item.data).operation.replace(/\s+/g, " ")}
              </span>
            </UnstyledButton>
            {!item.mine && item.owner && (
              <Text size="xs" c="dimmed">
                {item.owner.name ?? item.owner.email}
              </Text>
            )}
            {item.mine && (
              <CloseButton
                size="xs"
                aria-label={t("explorer.forget", { title: item.name })}
                onClick={() => removeNow(item)}
              />
            )}
          </li>
        ))}
      </ul>
    </ScrollArea>
  );
}

/** What was saved, whoever saved it. */
function textsOf(data: unknown): Texts {
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return isRecord(data)
    ? { operation: text(data.operation), variables: text(data.variables) }
    : { operation: "", variables: "" };
}
