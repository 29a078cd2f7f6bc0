import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteMutation } from "../../api/content.ts";
import { isRecord } from "../../api/json-object.ts";
import { contentOperation, send } from "../../api/operation.ts";
import { incomingFields } from "../../model/incoming.ts";
import type { Collection, Model } from "../../model/model.ts";
import { errorWords } from "../../parts/error-words.ts";
import { isOfRecord, refusalWords } from "./chunk-run.ts";
import type { Wanted } from "./record-batches.ts";
import { RunReport, useRun } from "./run-state.tsx";
import type { OnBusy } from "./use-stoppable.ts";

type Options = {
  model: Model;
  collection: Collection;
  ids: string[];
  titles: string[];
  t: TFunction;
  onDone: () => void;
};

/** Asks whether one record shall go, and says what goes with it. */
export function confirmDelete({ t, titles, ...options }: Options): void {
  const id = modals.open({
    title: t("list.deleteOne", { title: titles[0] }),
    children: <DeleteOne {...options} onClose={() => modals.close(id)} />,
  });
}

function DeleteOne({
  model,
  collection,
  ids,
  onDone,
  onClose,
}: Omit<Options, "t" | "titles"> & { onClose: () => void }) {
  const { t } = useTranslation();
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await send(deleteMutation(collection), { id: ids[0] });
      onClose();
      onDone();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <Stack gap="sm">
      <Consequences model={model} collection={collection} where={{ id: { in: ids } }} />
      {error !== null && (
        <Alert color="red" title={t("list.notDeleted")}>
          {isOfRecord(error)
            ? refusalWords(error)
            : (errorWords(error, t).detail ?? errorWords(error, t).title)}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button color="red" loading={isBusy} onClick={remove} data-autofocus>
          {t("common.delete")}
        </Button>
      </Group>
    </Stack>
  );
}

type ManyProps = {
  model: Model;
  wanted: Wanted;
  count: number;
  onBusy: OnBusy;
  onChanged: () => void;
  onClose: () => void;
};

/** The same for many records. */
export function DeleteMany({ model, wanted, count, onBusy, onChanged, onClose }: ManyProps) {
  const { t } = useTranslation();
  const run = useRun(wanted, onBusy);
  const { collection, selection } = wanted;
  const where =
    selection.kind === "some" ? { id: { in: [...selection.ids].slice(0, 1000) } } : (wanted.where ?? {});
  if (run.state.kind !== "idle")
    return <RunReport collection={collection} state={run.state} onCancel={run.cancel} onClose={onClose} />;
  return (
    <Stack gap="sm">
      <Text size="sm">{t("list.deleteManyHint", { count })}</Text>
      <Consequences model={model} collection={collection} where={where} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button color="red" data-autofocus onClick={() => void run.start({ kind: "delete" }).then(onChanged)}>
          {t("list.deleteMany", { count })}
        </Button>
      </Group>
    </Stack>
  );
}

type ConsequencesProps = { model: Model; collection: Collection; where: Record<string, unknown> };

/** What else happens: records that go along, that lose what they point to, and that won't let it go. */
function Consequences({ model, collection, where }: ConsequencesProps) {
  const { t } = useTranslation();
  const incoming = incomingFields(model, collection).filter(
    ({ from, field }) => from.api.aggregate !== null && field.operators.length > 0,
  );
  const counts = useQuery({
    queryKey: ["what points to", collection.name, where, incoming.length],
    enabled: incoming.length > 0,
    gcTime: 0,
    staleTime: 0,
    queryFn: ({ signal }) => {
      const parts = incoming.map(
        ({ from }, index) => `n${index}: ${from.api.aggregate}(where: $w${index}) { count }`,
      );
      const heads = incoming.map(({ from }, index) => `$w${index}: ${from.api.where}`);
      const filters = incoming.map(({ field }, index) => [
        `w${index}`,
        { [field.name]: field.list ? { some: where } : where },
      ]);
      const operation = contentOperation(`query PointsHere(${heads.join(", ")}) { ${parts.join(" ")} }`);
      return send(operation, Object.fromEntries(filters), { signal });
    },
  });
  const found = incoming.flatMap(({ from, field }, index) => {
    const answer = counts.data?.[`n${index}`];
    const count = isRecord(answer) && typeof answer.count === "number" ? answer.count : 0;
    if (count === 0) return [];
    const onDelete = field.relation?.storage === "JOIN" ? "UNLINK" : (field.relation?.onDelete ?? "SET_NULL");
    return [{ key: `${from.name}.${field.name}`, from, field, count, onDelete }];
  });
  if (counts.isLoading)
    return (
      <Text size="sm" c="dimmed">
        {t("list.lookingForPointers")}
      </Text>
    );
  if (found.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("list.nothingPoints")}
      </Text>
    );
  return (
    <Stack gap={4}>
      {found.map(({ key, from, field, count, onDelete }) => (
        <Text key={key} size="sm" c={onDelete === "RESTRICT" ? "var(--mantine-color-error)" : undefined}>
          {t(consequenceKey(onDelete), {
            count,
            collection: count === 1 ? from.label : from.pluralLabel,
            field: field.label,
          })}
        </Text>
      ))}
    </Stack>
  );
}

function consequenceKey(onDelete: string) {
  if (onDelete === "CASCADE") return "list.goesAlong";
  return onDelete === "RESTRICT" ? "list.holdsBack" : "list.losesLink";
}
