import { Button, Group, Text } from "@mantine/core";
import { randomId } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import i18next, { type TFunction } from "i18next";
import { errorWords } from "./error-words.ts";

const stayMilliseconds = 5_000;
const stayWithUndoMilliseconds = 10_000;

/** Says that something is done, and offers to undo it. */
export function showDone(message: string, undo?: { label: string; onUndo: () => void }): void {
  const id = randomId();
  const undoNow = () => {
    notifications.hide(id);
    undo?.onUndo();
  };
  notifications.show({
    id,
    color: "water",
    closeButtonProps: { "aria-label": i18next.t("common.close") },
    autoClose: undo ? stayWithUndoMilliseconds : stayMilliseconds,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text inherit>{message}</Text>
        {undo && (
          <Button size="compact-sm" variant="subtle" onClick={undoNow}>
            {undo.label}
          </Button>
        )}
      </Group>
    ),
  });
}

/** Says that something failed. */
export function showFailure(error: unknown, t: TFunction): void {
  const { title, detail } = errorWords(error, t);
  notifications.show({
    color: "red",
    closeButtonProps: { "aria-label": t("common.close") },
    autoClose: stayWithUndoMilliseconds,
    title,
    message: detail ?? "",
  });
}
