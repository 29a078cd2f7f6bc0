import { useCallback, useLayoutEffect, useRef } from "react";

/**
 * A function that stays the same from one drawing to the next and does what the newest one does: what gets it need not
 * be drawn again. Only for what is called later, such as by a click.
 */
export function useStableCallback<Args extends unknown[], Result>(
  callback: (...args: Args) => Result,
): (...args: Args) => Result {
  const newest = useRef(callback);
  useLayoutEffect(() => {
    newest.current = callback;
  });
  return useCallback((...args: Args) => newest.current(...args), []);
}
