import { closePalette, isPaletteOpen, openPalette } from "./palette-store.ts";

/**
 * Ctrl or Cmd and K open the palette, also before its code is there. Heard before the page hears of it: editors and
 * inputs have shortcuts of their own.
 */
export function listenForPalette() {
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
