import { useEffect, useState } from "react";
import { useMe } from "../api/use-model.ts";
import type { Collection } from "../model/model.ts";
import { type Draft, draftKey, draftOf, dropDraft, keepDraft, readDraft } from "./draft.ts";
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

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      timer = undefined;
      const draft = draftOf(store.read(), collection, attempt.current);
      if (draft) keepDraft(key, draft);
      else if (!left) dropDraft(key);
    };
    const flush = () => {
      if (timer === undefined) return;
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
  }, [store, key, collection, attempt, left]);

  const restore = () => {
    if (!left) return;
    store.restore(left.values, left.base);
    attempt.current = left.attempt;
    setLeft(null);
  };
  const forget = () => {
    dropDraft(key);
    setLeft(null);
  };
  return { left, restore, forget };
}
