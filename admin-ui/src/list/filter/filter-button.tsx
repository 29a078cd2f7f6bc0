import { Badge, Button } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { isRecord } from "../../api/json-object.ts";
import type { List } from "../use-list.ts";

/** Opens what filters are built with. */
export function FilterButton({ list }: { list: List }) {
  const { t } = useTranslation();
  const parts = list.address.where ? partsOf(list.address.where) : 0;
  return (
    <Button
      size="xs"
      variant={list.isFilterOpen ? "light" : "default"}
      leftSection={<IconFilter size={14} stroke={1.6} />}
      rightSection={
        parts > 0 && (
          <Badge size="xs" circle variant="filled" aria-hidden="true">
            {parts}
          </Badge>
        )
      }
      aria-expanded={list.isFilterOpen}
      onClick={() => list.setFilterOpen(!list.isFilterOpen)}
    >
      {t("list.filter.filter")}
    </Button>
  );
}

/** How many things are asked for: what stands beside each other must all hold. */
function partsOf(where: Record<string, unknown>): number {
  const counts = Object.entries(where).map(([name, part]) =>
    name === "and" && Array.isArray(part)
      ? part.filter(isRecord).reduce((sum, it) => sum + partsOf(it), 0)
      : 1,
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
