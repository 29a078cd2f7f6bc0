import { useEffect, useRef, useState } from "react";
import { useMe } from "../api/use-model.ts";
import type { Collection } from "../model/model.ts";
import { type Draft, draftKey, draftOf, draftWith, dropDraft, keepDraft, readDraft } from "./draft.ts";
import type { FormStore } from "./form-store.ts";
import type { Attempt } from "./save.ts";

const settleMilliseconds = 400;

/**
 * Keeps what is not saved in the browser, and answers what was left from the last time until it is decided about.
 * `attempt` is what was sent and not answered.
 */
export function useDraft(
  collection: Collection,
  id: string | null,
  store: FormStore,
  attempt: { current: Attempt | null },
) {
  const me = useMe();
  const key = draftKey(me.id, collection.name, id);
  const [left, setLeft] = useState<Draft | null>(() => readDraft(key));
  // As it is at this moment: what is kept must not wait for the next drawing.
  const undecided = useRef(left);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      timer = undefined;
      const draft = draftWith(undecided.current, draftOf(store.read(), collection, attempt.current));
      if (draft) keepDraft(key, draft);
      else dropDraft(key);
    };
    const flush = () => {
      // What is on its way to the server is noticed by nobody else.
      if (timer === undefined && !attempt.current) return;
      clearTimeout(timer);
      keep();
    };
    const stop = store.subscribe(() => {
      timer ??= setTimeout(keep, settleMilliseconds);
    });
    window.addEventListener("pagehide", flush);
    document.addEventListener("visibilitychange", flush);
    return () => {
      stop();
      flush();
      window.removeEventListener("pagehide", flush);
      document.removeEventListener("visibilitychange", flush);
    };
  }, [store, key, collection, attempt]);

  const restore = () => {
    if (!left) return;
    decide();
    store.restore(left.values, left.base);
    attempt.current = left.attempt;
  };
  const forget = () => {
    decide();
    attempt.current = null;
    dropDraft(key);
  };
  function decide(): void {
    undecided.current = null;
    setLeft(null);
  }
  return { left, restore, forget };
}
