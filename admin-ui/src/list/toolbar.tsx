import { ActionIcon, Group, Modal, SegmentedControl, Tooltip, VisuallyHidden } from "@mantine/core";
import { IconDownload, IconLayoutGrid, IconMap, IconTable } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../parts/lazy-part.ts";
import { ColumnsButton } from "./columns/columns-button.tsx";
import { FilterButton } from "./filter/filter-button.tsx";
import classes from "./list.module.css";
import type { Layout } from "./list-address.ts";
import { SearchBox } from "./search-box.tsx";
import type { List } from "./use-list.ts";
import { ViewsButton } from "./views/views-button.tsx";

const Export = lazyPart(() => import("./bulk/export.tsx").then((file) => ({ default: file.Export })));

const icons: Record<Layout, typeof IconTable> = { table: IconTable, cards: IconLayoutGrid, map: IconMap };

/** What changes how the list looks and what is in it. */
export function Toolbar({ list }: { list: List }) {
  const { t } = useTranslation();
  const [isExporting, setExporting] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { collection } = list;
  return (
    <Group className={classes.toolbar} gap={6} role="toolbar" aria-label={t("list.tools")}>
      <SearchBox
        label={t("list.searchIn", { collection: collection.pluralLabel })}
        value={list.address.search}
        onChange={(search) => list.go({ search, place: { kind: "first" } }, true)}
      />
      <FilterButton list={list} />
      <ViewsButton list={list} />
      <Group gap={6} ml="auto" wrap="nowrap">
        {list.layout !== "map" && <ColumnsButton list={list} />}
        <Tooltip label={t("list.export")}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label={t("list.export")}
            onClick={() => setExporting(true)}
          >
            <IconDownload size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <SegmentedControl
          size="xs"
          aria-label={t("list.layout")}
          value={list.layout}
          onChange={(value) => {
            const layout = list.layouts.find((it) => it === value);
            if (layout) list.setLayout(layout);
          }}
          data={list.layouts.map((layout) => {
            const Icon = icons[layout];
            return {
              value: layout,
              label: (
                <>
                  <Icon size={15} stroke={1.6} style={{ display: "block" }} aria-hidden="true" />
                  <VisuallyHidden>{t(`list.layouts.${layout}`)}</VisuallyHidden>
                </>
              ),
            };
          })}
        />
      </Group>
      <Modal
        opened={isExporting}
        onClose={() => setExporting(false)}
        title={t("list.export")}
        closeOnClickOutside={!isBusy}
        closeOnEscape={!isBusy}
        withCloseButton={!isBusy}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <Suspense>
          <Export
            list={list}
            wanted={{ collection, selection: { kind: "all" }, where: list.filter }}
            count={list.data?.total ?? 0}
            onBusy={setBusy}
            onClose={() => setExporting(false)}
          />
        </Suspense>
      </Modal>
    </Group>
  );
}
