import { Anchor, Text } from "@mantine/core";

/** A value that leads somewhere; plain text where the address is none that a page may open. */
export function LinkCell({ text, href }: { text: string; href: string | null }) {
  if (href === null)
    return (
      <Text span inherit truncate>
        {text}
      </Text>
    );
  return (
    <Anchor href={href} target="_blank" rel="noopener noreferrer" inherit truncate>
      {text}
    </Anchor>
  );
}
