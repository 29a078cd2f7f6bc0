import { Button } from "@mantine/core";
import classes from "./explorer.module.css";

type NoticeProps = { text: string; action: string; onAction: () => void };

/** A line across the page about something that went wrong. */
export function Notice({ text, action, onAction }: NoticeProps) {
  return (
    <div className={classes.notice} role="alert">
      <span className={classes.noticeText}>{text}</span>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        className={classes.noticeAction}
        onClick={onAction}
      >
        {action}
      </Button>
    </div>
  );
}
