import { Box, Group, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import classes from "./page.module.css";

type Props = {
  title: string;
  /** Stands before the title: a way back, an icon. */
  before?: ReactNode;
  /** Stands behind the title: a count, a state. */
  after?: ReactNode;
  /** What can be done on the page, at its right. */
  actions?: ReactNode;
  /** The widest that the content gets, in pixels; as wide as the window by default. */
  width?: number;
  /** Whether the page is as high as the window, and what is in it scrolls by itself. */
  isFilling?: boolean;
  children: ReactNode;
};

/** The frame of a page: its heading, its actions and its content. */
export function Page({ title, before, after, actions, width, isFilling, children }: Props) {
  useDocumentTitle(`${title} · Headwater`);
  return (
    <div className={classes.page} data-filling={isFilling} style={width ? { maxWidth: width } : undefined}>
      <Group className={classes.head} justify="space-between" gap="sm">
        <Group gap="xs" wrap="nowrap" miw={0}>
          {before}
          <Title order={1} size="h3" lineClamp={1}>
            {title}
          </Title>
          {after}
        </Group>
        <Group gap="xs">{actions}</Group>
      </Group>
      <Box className={classes.content}>{children}</Box>
    </div>
  );
}
