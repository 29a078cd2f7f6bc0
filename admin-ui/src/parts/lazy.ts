import { type ComponentType, type LazyExoticComponent, lazy as reactLazy, useSyncExternalStore } from "react";
import { isServerReachable } from "../api/connection-loss.ts";

const firstPauseMilliseconds = 500;
const longestPauseMilliseconds = 8_000;
/** A server that only seems to be lost is asked all the same. */
const longestHesitation = 4;
/** From then on somebody should know. */
const triesUntilMissed = 5;

/**
 * As React's own, but patient: code that does not come, since the network is gone for a moment, say, is asked for until
 * it is there. React's would take the page away, with what was written in it.
 */
// biome-ignore lint/suspicious/noExplicitAny: as React has it, any component
export function lazy<Component extends ComponentType<any>>(
  load: () => Promise<{ default: Component }>,
): LazyExoticComponent<Component> {
  return reactLazy(() => untilThere(load));
}

/** What `load` answers in the end. */
export async function untilThere<Code>(load: () => Promise<Code>): Promise<Code> {
  for (let tries = 1; ; tries += 1) {
    // Browsers remember that code did not come, and don't ask again: it is better not asked for in vain.
    for (let waits = 0; !isServerReachable() && (waits < longestHesitation || !navigator.onLine); waits += 1)
      await pause(firstPauseMilliseconds * 2);
    try {
      const code = await load();
      miss(load, false);
      return code;
    } catch {
      if (tries >= triesUntilMissed && navigator.onLine) miss(load, true);
      await pause(Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** (tries - 1)));
    }
  }
}

/** Waits, but no longer than until there is a network again. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    window.addEventListener("online", end);
  });
}

const missed = new Set<unknown>();
const listeners = new Set<() => void>();

function miss(load: unknown, isMissed: boolean): void {
  if (missed.has(load) === isMissed) return;
  if (isMissed) missed.add(load);
  else missed.delete(load);
  for (const listener of listeners) listener();
}

/** Whether code does not come though there is a network: after an update of the server, it never may. */
export function useIsCodeMissed(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => missed.size > 0,
  );
}
