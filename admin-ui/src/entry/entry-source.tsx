import { Skeleton, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/api-error.ts";
import { recordQuery } from "../api/content.ts";
import { isRecord } from "../api/json-object.ts";
import { useModel } from "../api/use-model.ts";
import { useLiveOperation } from "../api/use-operation.ts";
import type { Collection } from "../model/model.ts";
import { ErrorState } from "../parts/error-state.tsx";
import { duplicateOf } from "./duplicate.ts";
import { entrySelection, newEntry, readEntry } from "./entry-record.ts";
import type { Stored } from "./form-store.ts";
import type { Values } from "./merge.ts";
import { mostLinks, useOriginal } from "./original.ts";

/** What an editor begins with, and the record as it is on the server from then on. */
export type EntrySource = {
  stored: Stored;
  /** What is filled in already though it is not stored. */
  typed: Values;
  /** The newest that is known of the record; null where there is none, or no more. */
  record: Record<string, unknown> | null;
  selection: string;
};

type StoredProps = {
  collection: Collection;
  /** Null for a singleton. */
  id: string | null;
  /** Whether it stands in a page of its own, not in a drawer. */
  isPage?: boolean;
  children: (source: EntrySource) => ReactNode;
};

/** Loads a record and follows it. */
export function StoredEntry({ collection, id, isPage, children }: StoredProps) {
  const model = useModel();
  const selection = entrySelection(collection, model);
  const query = useLiveOperation(recordQuery(collection, selection), id === null ? {} : { id }, {
    acceptsNulls: true,
  });
  const record = isRecord(query.data?.record) ? query.data.record : null;
  // A record that is deleted while it is edited stays in its form.
  const [wasThere, setWasThere] = useState(false);
  if (record && !wasThere) setWasThere(true);
  const mayBegin = collection.singleton && collection.can.create !== "NONE";
  if (query.data && (record || wasThere || mayBegin)) {
    const stored = record ? readEntry(record, collection, model) : newEntry(collection, model);
    return children({ stored, typed: {}, record, selection });
  }
  if (query.data) return <ErrorState isPage={isPage} error={new ApiError(collection.label, "NOT_FOUND")} />;
  if (query.error)
    return <ErrorState isPage={isPage} error={query.error} onRetry={() => void query.refetch()} />;
  return <EntryLoading />;
}

type NewProps = {
  collection: Collection;
  /** The record to begin with a copy of. */
  copied: string | null;
  initial: Values;
  isPage?: boolean;
  children: (source: EntrySource) => ReactNode;
};

/** Begins a record. */
export function NewEntry({ collection, copied, initial, isPage, children }: NewProps) {
  const { t } = useTranslation();
  const model = useModel();
  const selection = collection.can.read === "NONE" ? "id" : entrySelection(collection, model);
  const original = useOriginal(collection, copied, selection);
  const stored = newEntry(collection, model);
  if (copied === null) return children({ stored, typed: initial, record: null, selection });
  if (original.error)
    return <ErrorState isPage={isPage} error={original.error} onRetry={() => void original.refetch()} />;
  if (!original.data) return <EntryLoading />;
  const { record, cut } = original.data;
  if (!record) return <ErrorState isPage={isPage} error={new ApiError(collection.label, "NOT_FOUND")} />;
  const { values } = readEntry(record, collection, model);
  const typed = duplicateOf(values, collection, (text) => t("entry.copyOf", { text }));
  return (
    <>
      {cut.length > 0 && (
        <Text c="dimmed" size="sm" px="md" pt="md">
          {t("entry.copyCut", { fields: cut.map(({ label }) => label).join(", "), count: mostLinks })}
        </Text>
      )}
      {children({ stored, typed: { ...typed, ...initial }, record: null, selection })}
    </>
  );
}

function EntryLoading() {
  const { t } = useTranslation();
  return (
    <Stack gap="lg" maw={880} role="status" aria-busy="true" aria-label={t("common.loading")} p="md">
      <Skeleton height={30} width="45%" />
      {[1, 2, 3, 4, 5].map((row) => (
        <Stack key={row} gap={6}>
          <Skeleton height={12} width={110} />
          <Skeleton height={34} />
        </Stack>
      ))}
    </Stack>
  );
}
