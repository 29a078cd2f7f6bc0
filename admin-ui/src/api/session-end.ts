import { useSyncExternalStore } from "react";

/**
 * Whether the session that the page was loaded with is over: it ran out, was revoked, or ended in another window.
 * Windows tell each other.
 */
let isOver = false;
const listeners = new Set<() => void>();
const windows = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("headwater.session");

windows?.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  if (data === "ended") become(true);
});

export function useSessionEnd(): boolean {
  return useSyncExternalStore(listen, () => isOver);
}

/** The server does not know who asks any more. */
export function noteSessionEnd(): void {
  become(true);
}

/** Somebody signed out on purpose: other windows should know. */
export function announceSessionEnd(): void {
  windows?.postMessage("ended");
}

/** There is a session again. */
export function noteSessionStart(): void {
  become(false);
}

function become(next: boolean): void {
  if (next === isOver) return;
  isOver = next;
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
