import { Group, Text } from "@mantine/core";
import { type CellProps, type FieldKind, leaf } from "../kind.ts";
import { RecordLine } from "./record-line.tsx";
import { refSelection, refsOf, refTitle } from "./record-ref.ts";
import { loadedLimit, relationInput } from "./relation-input.ts";

const shownInCell = 5;

/** Related records by their titles; with its picture where it is only one. */
function Cell({ field, value, model }: CellProps) {
  const refs = refsOf(value);
  const [first] = refs;
  if (first && refs.length === 1 && !field.list)
    return <RecordLine recordRef={first} typeName={field.type} />;
  return (
    <Group gap={4} wrap="nowrap" miw={0}>
      <Text span inherit truncate>
        {refs.length > 0 ? refs.map((ref) => refTitle(ref, field.type, model)).join(", ") : "–"}
      </Text>
    </Group>
  );
}

export const relationKind: FieldKind = {
  ...leaf,
  name: "relation",
  Cell,
  selection: (field, model, purpose) => {
    const limit = purpose === "show" ? shownInCell : loadedLimit(field);
    return `${field.list ? `(limit: ${limit})` : ""}${refSelection(model, field.type)}`;
  },
  empty: (field) => (field.list ? [] : null),
  toInput: (value, before, field) => relationInput(value, before, field),
  toText: (value, field, model) =>
    refsOf(value)
      .map((ref) => refTitle(ref, field.type, model))
      .join(", "),
  fitsCell: false,
  columnWidth: 180,
};
