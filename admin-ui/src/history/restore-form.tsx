import { Alert, Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { hasCode } from "../api/api-error.ts";
import { createMutation, updateMutation } from "../api/content.ts";
import { useModel } from "../api/use-model.ts";
import { useSend } from "../api/use-operation.ts";
import { type Collection, isReadable } from "../model/model.ts";
import type { Change } from "../parts/change-log.ts";
import { errorWords } from "../parts/error-words.ts";
import { useRecordTitles } from "../parts/record-titles.ts";
import { showDone } from "../parts/toast.tsx";
import classes from "./history.module.css";
import { linkedIds } from "./logged-value.ts";
import { restoringInput, withoutGone, writableOf } from "./restoration.ts";
import type { RestorationPlan } from "./restoration-plan.ts";
import { ValueDiff } from "./value-diff.tsx";
import { ValueView } from "./value-view.tsx";

type Props = {
  collection: Collection;
  change: Change;
  plan: RestorationPlan;
  purpose: "create" | "update";
  /** Somebody changed the record meanwhile. */
  onOutdated: () => void;
  onClose: () => void;
};

/** The fields that would be set back, each to be left out, and the button that does it. */
export function RestoreForm({ collection, change, plan, purpose, onOutdated, onClose }: Props) {
  const { t } = useTranslation();
  const model = useModel();
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const { fields, left, isComplete } = useRestorable(collection, plan, purpose);
  const chosen = fields.filter(({ field }) => !without.has(field.name));
  const restore = useRestore(collection, change, purpose, onClose);
  const start = () =>
    restore.mutate({
      data: {
        ...(purpose === "create" ? { id: change.id } : {}),
        ...restoringInput(chosen, model, purpose),
      },
      ...(purpose === "create" ? {} : { ifVersion: plan.version }),
      ...(purpose === "create" || collection.singleton ? {} : { id: change.id }),
    });
  const isOutdated = hasCode(restore.error, "CONFLICT") && purpose === "update";

  return (
    <Stack>
      {fields.length === 0 && <Text c="dimmed">{t("history.nothingToRestore")}</Text>}
      {fields.length > 0 && (
        <div className={classes.card}>
          {fields.map(({ field, difference }) => (
            <div key={field.name} className={classes.restored}>
              <Checkbox
                label={field.label}
                checked={!without.has(field.name)}
                onChange={(event) => setWithout(toggled(without, field.name, event.currentTarget.checked))}
              />
              <div className={classes.restoredValue}>
                {purpose === "create" ? (
                  <ValueView field={field} value={difference.former} />
                ) : (
                  <ValueDiff field={field} before={difference.current} after={difference.former} />
                )}
              </div>
            </div>
          ))}
        </div>
      )}
      {left.length > 0 && (
        <Text c="dimmed">
          {t("history.notRestored", {
            fields: left.map((name) => labelOf(collection, name)).join(", "),
          })}
        </Text>
      )}
      {!isComplete && <Text c="dimmed">{t("history.linksGone")}</Text>}
      {restore.error && (
        <Alert
          color={isOutdated ? "orange" : "red"}
          role="alert"
          title={isOutdated ? t("history.outdated") : errorWords(restore.error, t).title}
        >
          {!isOutdated && errorWords(restore.error, t).detail}
          {restore.error.fields.length > 1 && (
            <ul>
              {restore.error.fields.map(({ path, message }) => (
                <li key={path}>
                  {path}: {message}
                </li>
              ))}
            </ul>
          )}
          {isOutdated && (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                restore.reset();
                onOutdated();
              }}
            >
              {t("history.lookAgain")}
            </Button>
          )}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button onClick={start} loading={restore.isPending} disabled={chosen.length === 0 || isOutdated}>
          {purpose === "create" ? t("history.recreate") : t("history.restore", { count: chosen.length })}
        </Button>
      </Group>
    </Stack>
  );
}

/** The fields that can be restored, without links to records that are gone. */
function useRestorable(collection: Collection, plan: RestorationPlan, purpose: "create" | "update") {
  const model = useModel();
  const { fields, left } = writableOf(plan.differences, collection, purpose);
  const readable = new Set(
    fields
      .map(({ field }) => field)
      .filter((field) => field.kind === "RELATION" && isReadable(field))
      .filter((field) => (model.collections.get(field.type)?.can.read ?? "NONE") !== "NONE")
      .map((field) => field.name),
  );
  const titleOf = useRecordTitles(
    fields
      .filter(({ field }) => readable.has(field.name))
      .flatMap(({ field, difference }) =>
        linkedIds(difference.former).map((id) => ({ collection: field.type, id })),
      ),
  );
  const cleaned = fields.map(({ field, difference }) => {
    const isGone = (id: string) => readable.has(field.name) && titleOf(field.type, id) === null;
    const former = withoutGone(difference.former, field, isGone);
    return { field, difference: { ...difference, former } };
  });
  const isComplete = cleaned.every(({ difference }, index) => {
    const whole = fields[index]?.difference.former;
    return linkedIds(difference.former).length === linkedIds(whole).length;
  });
  return { fields: cleaned, left, isComplete };
}

function useRestore(
  collection: Collection,
  change: Change,
  purpose: "create" | "update",
  onClose: () => void,
) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const operation =
    purpose === "create" ? createMutation(collection, "id") : updateMutation(collection, "version");
  const restore = useSend(operation);
  const mutate = (variables: Record<string, unknown>) =>
    restore.mutate(variables, {
      onSuccess: () => {
        onClose();
        showDone(purpose === "create" ? t("history.recreated") : t("history.restored"));
        // The log tells by itself what is new.
        void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "changes" });
        if (purpose === "create")
          void navigate({
            to: "/content/$collection/$id",
            params: { collection: collection.name, id: change.id },
          });
      },
    });
  return { ...restore, mutate };
}

function labelOf(collection: Collection, name: string): string {
  return collection.fields.find((field) => field.name === name)?.label ?? name;
}

function toggled(names: ReadonlySet<string>, name: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(names);
  if (isIn) next.delete(name);
  else next.add(name);
  return next;
}
