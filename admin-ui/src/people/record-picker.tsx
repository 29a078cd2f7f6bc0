import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { recordsQuery } from "../api/content.ts";
import { isRecord } from "../api/json-object.ts";
import { useOperation } from "../api/use-operation.ts";
import { type Collection, titleField } from "../model/model.ts";
import { recordTitle } from "../model/record-title.ts";
import { useRecordTitles } from "../parts/record-titles.ts";
import { userFilter } from "./users.ts";

const most = 20;

type Props = {
  label: string;
  placeholder: string;
  collection: Collection;
  value: string | null;
  onChange: (id: string | null) => void;
};

/** One record, found by its title or its id. */
export function RecordPicker({ label, placeholder, collection, value, onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [text] = useDebouncedValue(typed, 200);
  const title = titleField(collection);
  const titleOf = useRecordTitles(value ? [{ collection: collection.name, id: value }] : []);
  const chosen = value ? (titleOf(collection.name, value) ?? value) : null;
  const isAsked = text.trim() !== "" && text !== chosen;
  const selection = collection.name === "User" ? userFields(collection) : title ? `id ${title.name}` : "id";
  const found = useOperation(
    recordsQuery(collection, selection),
    { where: isAsked ? filter(collection, text) : null, limit: most },
    { keepPrevious: true },
  );
  const records = Array.isArray(found.data?.page) ? found.data.page.filter(isRecord) : [];
  const options = records.map((record) => ({
    value: String(record.id),
    label: optionLabel(record, collection),
  }));
  if (value && !options.some((option) => option.value === value))
    options.unshift({ value, label: chosen ?? value });
  return (
    <Select
      label={label}
      placeholder={placeholder}
      data={options}
      value={value}
      onChange={onChange}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={t("palette.nothing")}
      searchable
      clearable
      w={240}
    />
  );
}

function userFields(users: Collection): string {
  return [
    "id",
    ...users.fields.filter((field) => /^(name|email)$/.test(field.name)).map((field) => field.name),
  ].join(" ");
}

function optionLabel(record: Record<string, unknown>, collection: Collection): string {
  if (collection.name !== "User") return recordTitle(record, collection);
  const [name, email] = [record.name, record.email].map((text) => (typeof text === "string" ? text : ""));
  return name && email ? `${name} (${email})` : name || email || String(record.id);
}

function filter(collection: Collection, text: string): Record<string, unknown> | null {
  if (collection.name === "User") return userFilter(collection, text, null);
  const title = titleField(collection);
  const byTitle =
    title?.operators.includes("contains") === true
      ? [{ [title.name]: { contains: text.trim(), mode: "INSENSITIVE" } }]
      : [];
  return { or: [...byTitle, { id: { eq: text.trim() } }] };
}
