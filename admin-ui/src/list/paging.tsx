import { ActionIcon, Group, Input, Text, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  IconChevronLeft,
  IconChevronLeftPipe,
  IconChevronRight,
  IconChevronRightPipe,
  IconSelector,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./list.module.css";
import { type Place, pageSizes } from "./list-address.ts";
import type { List } from "./use-list.ts";

/** Which part of the list is seen, and the way to the others. */
export function Paging({ list }: { list: List }) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const isNarrow = useMediaQuery("(max-width: 48em)");
  const { data, offset, places, page } = list;
  const total = data?.total ?? 0;
  const from = total === 0 ? 0 : offset + 1;
  const to = Math.min(total, offset + (data?.rows.length ?? 0));
  const isLast = !data || to >= total || (!data.info.hasNextPage && list.address.place.kind !== "before");
  return (
    <Group className={classes.paging} justify="space-between" gap="xs" wrap="nowrap">
      <Text size="sm" c="dimmed" aria-live="polite" style={{ whiteSpace: "nowrap" }}>
        {data &&
          t("list.range", { from: number.format(from), to: number.format(to), total: number.format(total) })}
      </Text>
      <Group gap={4} wrap="nowrap">
        {/* The browser's own list: one that is drawn here would be the heaviest thing of the whole page. */}
        <Input
          component="select"
          className={classes.size}
          size="xs"
          pointer
          value={String(list.size)}
          onChange={(event) => list.setSize(Number(event.currentTarget.value))}
          aria-label={t("list.pageSize")}
          rightSection={<IconSelector size={14} stroke={1.6} />}
          rightSectionPointerEvents="none"
        >
          {pageSizes.map((size) => (
            <option key={size} value={size}>
              {isNarrow ? size : t("list.perPage", { count: size })}
            </option>
          ))}
        </Input>
        <Step list={list} label={t("list.first")} place={page > 1 ? places.first : null}>
          <IconChevronLeftPipe size={16} />
        </Step>
        <Step list={list} label={t("list.previous")} place={places.previous}>
          <IconChevronLeft size={16} />
        </Step>
        <Text size="sm" c="dimmed" visibleFrom="xs" style={{ whiteSpace: "nowrap" }}>
          {t("list.pageOf", { page: number.format(page), pages: number.format(list.pages) })}
        </Text>
        <Step list={list} label={t("list.next")} place={isLast ? null : places.next}>
          <IconChevronRight size={16} />
        </Step>
        <Step list={list} label={t("list.last")} place={isLast ? null : places.last}>
          <IconChevronRightPipe size={16} />
        </Step>
      </Group>
    </Group>
  );
}

type StepProps = { list: List; label: string; place: Place | null; children: ReactNode };

/** A step is asked for as soon as somebody is about to take it. */
function Step({ list, label, place, children }: StepProps) {
  return (
    <Tooltip label={label} position="top">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        aria-disabled={place === null}
        data-disabled={place === null || undefined}
        onClick={() => place && list.open(place)}
        onMouseEnter={() => list.prefetch(place)}
        onFocus={() => list.prefetch(place)}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
