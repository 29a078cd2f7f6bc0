import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { recordsQuery } from "../api/content.ts";
import { send } from "../api/operation.ts";
import { useModel } from "../api/use-model.ts";
import type { Collection } from "../model/model.ts";
import { recordTitle } from "../model/record-title.ts";
import { useActorNames } from "../parts/actor-name.tsx";
import { titleSelection } from "../parts/record-titles.ts";

type Props = {
  value: string | undefined;
  /** Those who are known already: the actors of the changes that were read. */
  actors: string[];
  onChange: (value: string | undefined) => void;
};

const mostFound = 20;

/** Chooses one of those who change things: those who did lately, and everybody else by name. */
export function PersonSelect({ value, actors, onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [text] = useDebouncedValue(typed.trim(), 200);
  const found = useFoundPeople(text);
  const known = [...new Set([...(value ? [value] : []), ...actors, "import", "admin"])];
  const nameOf = useActorNames(known);
  const options = new Map(known.map((actor) => [actor, nameOf(actor)]));
  for (const person of found) options.set(person.id, person.title);
  return (
    <Select
      size="xs"
      w={190}
      clearable
      searchable
      limit={50}
      aria-label={t("history.byPerson")}
      placeholder={t("history.everybody")}
      nothingFoundMessage={t("audit.nobodyFound")}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      onSearchChange={setTyped}
      data={[...options].map(([id, label]) => ({ value: id, label }))}
    />
  );
}

function useFoundPeople(text: string): { id: string; title: string }[] {
  const users = useModel().collections.get("User");
  const query = useQuery({
    queryKey: ["people", text],
    queryFn: async ({ signal }) => (users ? findPeople(users, text, signal) : []),
    enabled: users !== undefined && users.can.read !== "NONE",
    placeholderData: keepPreviousData,
  });
  return query.data ?? [];
}

async function findPeople(users: Collection, text: string, signal: AbortSignal) {
  const searched = users.fields.filter(
    (field) => ["name", "email"].includes(field.name) && field.operators.includes("contains"),
  );
  const parts = searched.map((field) => ({ [field.name]: { contains: text, mode: "INSENSITIVE" } }));
  const variables = {
    limit: mostFound,
    ...(text !== "" && parts.length > 0 ? { where: { or: parts } } : {}),
  };
  const answer = await send(recordsQuery(users, titleSelection(users)), variables, { signal });
  return (answer.page as Record<string, unknown>[]).map((record) => ({
    id: String(record.id),
    title: recordTitle(record, users),
  }));
}
