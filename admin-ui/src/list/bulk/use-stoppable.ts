import { useEffect, useRef } from "react";

/** Told when something begins that must not be left by accident, and when it is over. */
export type OnBusy = (isBusy: boolean) => void;

/**
 * Something long that can be stopped. Whoever leaves its page stops it: nothing goes on where nobody sees it. Before the
 * page itself is closed the browser asks.
 */
export function useStoppable(onBusy: OnBusy) {
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);
  const begin = () => {
    const control = new AbortController();
    running.current = control;
    window.addEventListener("beforeunload", askFirst);
    onBusy(true);
    const end = () => {
      window.removeEventListener("beforeunload", askFirst);
      onBusy(false);
    };
    return { control, end };
  };
  return { begin, stop: () => running.current?.abort() };
}

function askFirst(event: BeforeUnloadEvent) {
  event.preventDefault();
}
