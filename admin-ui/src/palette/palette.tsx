import { Modal } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import classes from "./palette.module.css";
import { PaletteBody } from "./palette-body.tsx";
import { closePalette, isPaletteOpen, openPalette, usePaletteOpen } from "./palette-store.ts";

/** Jumps to pages, collections and entries, and does what can be done from anywhere. Ctrl or Cmd and K opens it. */
export function Palette() {
  const { t } = useTranslation();
  const isOpen = usePaletteOpen();
  useEffect(listenForShortcut, []);
  return (
    <Modal.Root
      opened={isOpen}
      onClose={closePalette}
      size={620}
      yOffset="10vh"
      transitionProps={{ duration: 100, transition: "fade" }}
      classNames={{ content: classes.content ?? "", inner: classes.inner ?? "" }}
    >
      <Modal.Overlay />
      <Modal.Content radius="md" aria-label={t("palette.open")}>
        <PaletteBody />
      </Modal.Content>
    </Modal.Root>
  );
}

/** Before the page hears of it: editors and inputs have shortcuts of their own. */
function listenForShortcut() {
  const onKeyDown = (event: KeyboardEvent) => {
    const isShortcut = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (!isShortcut || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    event.stopPropagation();
    if (isPaletteOpen()) closePalette();
    else openPalette();
  };
  window.addEventListener("keydown", onKeyDown, { capture: true });
  return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
}
