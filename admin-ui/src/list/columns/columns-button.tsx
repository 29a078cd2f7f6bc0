import { Button, Popover } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../parts/lazy-part.ts";
import type { List } from "../use-list.ts";

const ColumnChooser = lazyPart(() =>
  import("./column-chooser.tsx").then((file) => ({ default: file.ColumnChooser })),
);

/** Opens what columns are chosen and ordered with. */
export function ColumnsButton({ list }: { list: List }) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" width={320} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconColumns3 size={14} stroke={1.6} />}>
          {t("list.columns.columns")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={t("list.columns.columns")}>
        <Suspense>
          <ColumnChooser list={list} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
