import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { lengthNote } from "./text-value.ts";

type Props = { text: string; longest: number | null | undefined };

/** How many characters there are, once it is nearly as many as fit. */
export function LengthCounter({ text, longest }: Props) {
  const { t } = useTranslation();
  const note = lengthNote(text, longest);
  if (!note) return null;
  const words = t("fields.lengthOf", { length: note.length, longest: note.longest });
  return (
    <Text span size="xs" c={note.isOver ? "red" : "dimmed"} title={words} style={{ whiteSpace: "nowrap" }}>
      <span aria-hidden>
        {note.length}/{note.longest}
      </span>
    </Text>
  );
}
