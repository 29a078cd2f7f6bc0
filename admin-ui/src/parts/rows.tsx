import { Skeleton, Stack, Text } from "@mantine/core";
import type { ComponentType, ReactNode } from "react";
import classes from "./rows.module.css";

/** A short list of things of one kind. */
export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={classes.rows} aria-label={label}>
      {children}
    </ul>
  );
}

type RowProps = {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  title: ReactNode;
  detail?: ReactNode;
  action?: ReactNode;
};

export function Row({ icon: Icon, title, detail, action }: RowProps) {
  return (
    <li className={classes.row}>
      <span className={classes.icon}>
        <Icon size={20} stroke={1.5} />
      </span>
      <div className={classes.text}>
        <div className={classes.title}>{title}</div>
        {detail && <div className={classes.detail}>{detail}</div>}
      </div>
      {action}
    </li>
  );
}

/** In place of the rows while they are on their way. */
export function RowsLoading({ count = 2 }: { count?: number }) {
  return (
    <Stack gap="sm" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => index).map((index) => (
        <Skeleton key={index} h={36} />
      ))}
    </Stack>
  );
}

/** In place of the rows when there are none. */
export function NoRows({ children }: { children: ReactNode }) {
  return (
    <Text c="dimmed" size="sm">
      {children}
    </Text>
  );
}
