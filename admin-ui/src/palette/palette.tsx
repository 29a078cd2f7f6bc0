import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./palette.module.css";
import { PaletteBody } from "./palette-body.tsx";
import { closePalette, usePaletteOpen } from "./palette-store.ts";

/** Jumps to pages, collections and entries, and does what can be done from anywhere. */
export function Palette() {
  const { t } = useTranslation();
  const isOpen = usePaletteOpen();
  return (
    <Modal.Root
      opened={isOpen}
      onClose={closePalette}
      size={620}
      yOffset="10vh"
      // At once, so that not a key of who types on is lost.
      transitionProps={{ duration: 0 }}
      returnFocus={false}
      classNames={{ content: classes.content ?? "", inner: classes.inner ?? "" }}
    >
      <Modal.Overlay />
      <Modal.Content radius="md" aria-label={t("palette.open")}>
        <PaletteBody />
      </Modal.Content>
    </Modal.Root>
  );
}
