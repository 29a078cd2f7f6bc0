import { EmptyState } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./explorer.module.css";

type MessageProps = {
  title: string;
  text: ReactNode;
  icon?: ReactNode;
  action?: ReactNode;
};

/** Stands in the answer's place. */
export function Message({ title, text, icon, action }: MessageProps) {
  return (
    <div className={classes.message}>
      <EmptyState size="sm" title={title} description={text} icon={icon}>
        {action && <EmptyState.Actions>{action}</EmptyState.Actions>}
      </EmptyState>
    </div>
  );
}
