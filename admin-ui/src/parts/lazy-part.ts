import { type ComponentType, lazy } from "react";
import { isServerReachable } from "../api/connection-loss.ts";
import { endLoadFailure, showLoadFailure } from "./load-failure.ts";

const longestWaitMilliseconds = 15_000;
/** After so many times whoever waits is told. */
const quietTries = 2;
/** A server that only seems to be lost is asked all the same. */
const longestHesitation = 4;

/**
 * A part of a page that is loaded once it is drawn. Without a network it comes as soon as there is one again: what is
 * typed around it must not be lost for that.
 */
// biome-ignore lint/suspicious/noExplicitAny: as React's own
export function lazyPart<Part extends ComponentType<any>>(load: () => Promise<{ default: Part }>) {
  return lazy(() => loaded(load));
}

/** The same for what is no part of a page but the page. */
export async function loaded<Part>(load: () => Promise<Part>): Promise<Part> {
  let hasFailed = false;
  const part = await untilLoaded(load, () => {
    hasFailed = true;
    showLoadFailure();
  });
  if (hasFailed) endLoadFailure();
  return part;
}

/** Loads again and again while the file can't be had. What fails for another reason fails. */
export async function untilLoaded<Part>(load: () => Promise<Part>, tell: () => void): Promise<Part> {
  for (let tries = 0; ; tries += 1) {
    // Browsers remember that a file could not be had, and do not ask again: better not to ask in vain.
    for (let waits = 0; !isServerReachable() && (waits < longestHesitation || !navigator.onLine); waits += 1)
      await nextChance(1_000);
    try {
      return await load();
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      if (tries === quietTries) tell();
      await nextChance(Math.min(longestWaitMilliseconds, 500 * 2 ** tries));
    }
  }
}

/** Each browser has its own words for it. */
function isUnreachable(error: unknown): boolean {
  const words = error instanceof Error ? error.message : "";
  return /dynamically imported module|module script failed|preload css/i.test(words);
}

/** After a while, or as soon as there is a network again. */
function nextChance(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.("online", go);
      resolve();
    };
    const timer = setTimeout(go, milliseconds);
    globalThis.addEventListener?.("online", go);
  });
}
