import { Text } from "@mantine/core";
import { writeJson } from "../api/exact-json.ts";
import type { CellProps } from "./kind.ts";

/** A value on one line, cut where the column ends. */
export function TextCell({ value }: CellProps) {
  return <Line text={typeof value === "object" ? writeJson(value) : String(value)} />;
}

/** The beginning of a text: nobody sees the rest of a long one on a line. */
export function Line({ text }: { text: string }) {
  const line = text.slice(0, 300).replace(/\s+/g, " ");
  return (
    <Text span inherit truncate display="block">
      {line}
    </Text>
  );
}
