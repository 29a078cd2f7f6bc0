import { randomId } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { useMe } from "../api/use-model.ts";
import { useStableCallback } from "../fields/stable-callback.ts";
import type { Collection } from "../model/model.ts";
import {
  draftOf,
  draftPrefix,
  dropDraft,
  keepDraft,
  keysOf,
  type LeftDraft,
  lastKeyHere,
  leftDraft,
  wasCutOff,
} from "./draft.ts";
import { heldDrafts, holdDraft } from "./draft-holders.ts";
import type { Frame } from "./entry-editor.tsx";
import type { FormStore } from "./form-store.ts";
import type { Attempt } from "./save.ts";

const settleMilliseconds = 400;

/**
 * Keeps what is not saved in the browser, and answers what a form of the same entry left there until it is decided
 * about. `attempt` is what was sent and not answered.
 */
export function useDraft(
  collection: Collection,
  id: string | null,
  store: FormStore,
  attempt: { current: Attempt | null },
  frame: Frame,
) {
  const me = useMe();
  // A record that is there is the same one wherever it is edited.
  const isMade = id === null && !collection.singleton;
  const drawer = isMade && frame.kind === "drawer" ? frame.place : null;
  const prefix = draftPrefix(me.id, collection.name, id, drawer);
  const [key] = useState(() => prefix + randomId(""));
  const [left, setLeft] = useState<LeftDraft | null>(null);
  const [lookedFor, setLookedFor] = useState(0);

  useEffect(() => {
    const release = holdDraft(key);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      timer = undefined;
      const draft = draftOf(store.read(), collection, attempt.current);
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
      release();
      window.removeEventListener("pagehide", flush);
      document.removeEventListener("visibilitychange", flush);
    };
  }, [store, key, collection, attempt]);

  const takeUp = useStableCallback((found: LeftDraft) => {
    attempt.current = found.draft.attempt;
    store.restore(found.draft.values, found.draft.base);
    const draft = draftOf(store.read(), collection, attempt.current);
    if (draft) keepDraft(key, draft);
    dropDraft(found.key);
  });

  // Again after each that is thrown away: there may be another.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is looked for anew
  useEffect(() => {
    if (keysOf(prefix).length === 0) return;
    const lastHere = lastKeyHere(prefix);
    let isOver = false;
    void heldDrafts(prefix).then((held) => {
      if (isOver) return;
      const found = leftDraft(prefix, held, lastHere);
      if (found && wasCutOff(found.key)) takeUp(found);
      else setLeft(found);
    });
    return () => {
      isOver = true;
    };
  }, [prefix, lookedFor]);
  const leftKey = left?.key;
  useEffect(() => (leftKey === undefined ? undefined : holdDraft(leftKey)), [leftKey]);

  const restore = () => {
    if (left) takeUp(left);
    setLeft(null);
  };
  const forgetLeft = () => {
    if (left) dropDraft(left.key);
    setLeft(null);
    setLookedFor(lookedFor + 1);
  };
  /** What was typed here is stored, or shall be lost. */
  const forget = () => {
    attempt.current = null;
    dropDraft(key);
  };
  return { left: left?.draft ?? null, restore, forgetLeft, forget };
}
