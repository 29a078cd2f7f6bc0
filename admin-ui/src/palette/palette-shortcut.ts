import { closePalette, isPaletteOpen, openPalette, typeEarly } from "./palette-store.ts";

/**
 * Ctrl or Cmd and K open the palette, also before its code is there. Heard before the page hears of it: editors and
 * inputs have shortcuts of their own.
 */
export function listenForPalette() {
  const onKeyDown = (event: KeyboardEvent) => {
    if (isPaletteOpen() && !isPaletteThere()) keepKey(event);
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

/** From then on keys are the focus's own: a sign-in that came over the palette has taken it. */
function isPaletteThere(): boolean {
  return document.querySelector("[data-palette]") !== null;
}

/** Who types on at once means the palette, and not the page below it, though its code may still be on its way. */
function keepKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") closePalette();
  else if (event.key === "Enter" || event.key.length === 1) typeEarly(event.key);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
