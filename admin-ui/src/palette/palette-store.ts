import { useSyncExternalStore } from "react";

/** Whether the palette is open, so that buttons can open it before its code is there. */
let isOpen = false;
/** What had the focus when it was opened, and has it again afterwards. */
let before: Element | null = null;
/** What was typed before there was a field for it. */
let early = { typed: "", isSent: false };
const listeners = new Set<() => void>();

export function openPalette(): void {
  if (!isOpen) before = document.activeElement;
  early = { typed: "", isSent: false };
  become(true);
}

/** Keeps a character, or that Enter was pressed. */
export function typeEarly(key: string): void {
  if (key === "Enter") early.isSent = true;
  else early.typed += key;
}

export function typedEarly(): { typed: string; isSent: boolean } {
  return early;
}

export function closePalette(): void {
  become(false);
  // Once the palette is gone: it keeps the focus to itself.
  requestAnimationFrame(() => {
    if (!isOpen && document.activeElement === document.body && before instanceof HTMLElement) before.focus();
  });
}

export function usePaletteOpen(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => isOpen,
  );
}

export function isPaletteOpen(): boolean {
  return isOpen;
}

function become(next: boolean): void {
  isOpen = next;
  for (const listener of listeners) listener();
}
