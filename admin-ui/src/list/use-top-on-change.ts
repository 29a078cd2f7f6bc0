import { type RefObject, useEffect, useRef } from "react";

/** Another page, order or filter begins at its top. What was seen before stays in sight until it is there (`isBusy`). */
export function useTopOnChange(frame: RefObject<HTMLElement | null>, page: string, isBusy: boolean): void {
  const shown = useRef(page);
  useEffect(() => {
    if (isBusy || shown.current === page) return;
    shown.current = page;
    frame.current?.scrollTo({ top: 0 });
  }, [frame, page, isBusy]);
}
