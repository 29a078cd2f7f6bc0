import { Loader, MultiSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { recordsQuery } from "../../api/content.ts";
import { isRecord } from "../../api/json-object.ts";
import { send } from "../../api/operation.ts";
import { recordSelection } from "../../fields/selection.ts";
import type { Model } from "../../model/model.ts";
import { recordTitle } from "../../model/record-title.ts";
import { searchFilter } from "../quick-search.ts";

type Props = { model: Model; typeName: string; ids: string[]; onChange: (ids: string[]) => void };

const offered = 20;

/** Chooses records by their titles. */
export function RecordPicker({ model, typeName, ids, onChange }: Props) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const [typed] = useDebouncedValue(search, 250);
  const collection = model.collections.get(typeName);
  const canList = Boolean(collection?.api.list);

  const records = (where: unknown, limit: number, signal: AbortSignal) => {
    if (!collection) return Promise.resolve([]);
    const selection = recordSelection(model, typeName).trim().slice(1, -1);
    return send(recordsQuery(collection, selection), { ...(where ? { where } : {}), limit }, { signal }).then(
      ({ page }) =>
        (Array.isArray(page) ? page : []).filter(isRecord).map((record) => ({
          value: String(record.id),
          label: recordTitle(record, collection),
        })),
    );
  };
  const found = useQuery({
    queryKey: ["records to pick", typeName, typed],
    queryFn: ({ signal }) => records(collection && searchFilter(collection, typed), offered, signal),
    placeholderData: keepPreviousData,
    enabled: canList,
  });
  const chosen = useQuery({
    queryKey: ["records picked", typeName, ids],
    queryFn: ({ signal }) => records({ id: { in: ids } }, ids.length, signal),
    placeholderData: keepPreviousData,
    enabled: canList && ids.length > 0,
  });
  const known = new Map(
    [...(chosen.data ?? []), ...(found.data ?? [])].map((option) => [option.value, option]),
  );
  for (const id of ids) if (!known.has(id)) known.set(id, { value: id, label: id });
  return (
    <MultiSelect
      size="xs"
      searchable
      hidePickedOptions
      aria-label={t("list.filter.records")}
      placeholder={ids.length === 0 ? t("list.filter.recordsHint") : undefined}
      data={[...known.values()]}
      // The server has looked already.
      filter={({ options }) => options}
      searchValue={search}
      onSearchChange={setSearch}
      rightSection={found.isFetching ? <Loader size={14} /> : undefined}
      nothingFoundMessage={t("list.filter.noRecords")}
      value={ids}
      onChange={onChange}
    />
  );
}
