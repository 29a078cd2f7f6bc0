import { useSyncExternalStore } from "react";

/** Whether the palette is open, so that buttons can open it before its code is there. */
let isOpen = false;
const listeners = new Set<() => void>();

export function openPalette(): void {
  become(true);
}

export function closePalette(): void {
  become(false);
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
