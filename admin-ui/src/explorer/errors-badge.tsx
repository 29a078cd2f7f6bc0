import { Badge } from "@mantine/core";

/** Says how many errors an answer has, if any. */
export function ErrorsBadge({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Badge variant="light" color="red" flex="none">
      {count === 1 ? "1 error" : `${count} errors`}
    </Badge>
  );
}
