import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Frame } from "./entry-editor.tsx";
import type { FormStore } from "./form-store.ts";
import type { SaveResult } from "./use-saving.ts";

type Props = {
  store: FormStore;
  frame: Frame;
  onSave: () => Promise<SaveResult>;
  /** Forgets what was kept of it in the browser. */
  onDiscard: () => void;
};

/** Asks before unsaved changes are left behind: by a link, by going back, by closing a drawer or the window. */
export function LeaveGuard({ store, frame, onSave, onDiscard }: Props) {
  const { t } = useTranslation();
  const isDirty = () => store.read().changed.size > 0;
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      isDirty() && !(current.pathname === next.pathname && staysOpen(frame, next.search)),
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  const saveAndLeave = async () => {
    const result = await onSave();
    if (result.kind === "saved") blocker.proceed();
    else blocker.reset();
  };
  const discard = () => {
    store.discard();
    onDiscard();
    blocker.proceed();
  };
  return (
    <Modal
      opened
      onClose={blocker.reset}
      title={<Text fw={600}>{t("entry.leave")}</Text>}
      zIndex={290}
      centered
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Text mb="md">{t("entry.leaveHint")}</Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="subtle" color="red" onClick={discard}>
          {t("entry.discard")}
        </Button>
        <Button variant="default" onClick={blocker.reset}>
          {t("entry.stay")}
        </Button>
        <Button onClick={() => void saveAndLeave()} data-autofocus>
          {t("entry.saveAndLeave")}
        </Button>
      </Group>
    </Modal>
  );
}

/** Whether the editor is still there at that address: a drawer is for as long as the address names it. */
function staysOpen(frame: Frame, search: unknown): boolean {
  if (frame.kind === "page") return true;
  const over = (search as Record<string, unknown>).over;
  return Array.isArray(over) && over.length > frame.place;
}
