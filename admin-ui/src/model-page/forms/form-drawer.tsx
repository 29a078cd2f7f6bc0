import { Button, Drawer, Group, Stack } from "@mantine/core";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

type Props = {
  title: string;
  submitLabel: string;
  isValid: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** A form beside the page. What it does goes into the draft; nothing is sent. */
export function FormDrawer({ title, submitLabel, isValid, onSubmit, onClose, children }: Props) {
  const { t } = useTranslation();
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement) opener.focus();
    },
    [opener],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Drawers of menus are drawn within forms of others by React, though not in the page.
    event.stopPropagation();
    if (isValid) onSubmit();
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={title}
      styles={{ title: { fontWeight: 600 } }}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {children}
          <Group justify="flex-end" pt="sm">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" disabled={!isValid}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}
