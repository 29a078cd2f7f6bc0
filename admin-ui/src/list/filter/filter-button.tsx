import { Badge, Button } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { List } from "../use-list.ts";

/** Opens what filters are built with. */
export function FilterButton({ list }: { list: List }) {
  const { t } = useTranslation();
  const parts = list.address.where ? Object.keys(list.address.where).length : 0;
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
