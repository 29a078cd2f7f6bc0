import { CloseButton, Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./explorer.module.css";

type SidePaneProps = { title: string; onClose: () => void; children: ReactNode };

/** The frame of what stands beside the editors. */
export function SidePane({ title, onClose, children }: SidePaneProps) {
  const { t } = useTranslation();
  return (
    <aside className={classes.side} aria-label={title}>
      <Group className={classes.bar} justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600}>
          {title}
        </Text>
        <CloseButton size="sm" aria-label={t("explorer.closePane", { title })} onClick={onClose} />
      </Group>
      {children}
    </aside>
  );
}
