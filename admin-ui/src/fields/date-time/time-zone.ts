import { useSyncExternalStore } from "react";

const storageKey = "headwater.timeZone";
const listeners = new Set<() => void>();

/** The zone of the reader's own clock. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** In which zone moments are typed: the reader's own, until they choose another one for this tab. */
export function useTimeZone(): string {
  return useSyncExternalStore(listen, chosenZone);
}

export function chooseZone(zone: string): void {
  sessionStorage.setItem(storageKey, zone);
  for (const listener of listeners) listener();
}

function chosenZone(): string {
  return sessionStorage.getItem(storageKey) ?? ownZone();
}

function listen(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
