import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Says how many errors an answer has, if any. */
export function ErrorsBadge({ count }: { count: number }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <Badge variant="light" color="red" flex="none">
      {t("explorer.errors", { count })}
    </Badge>
  );
}
