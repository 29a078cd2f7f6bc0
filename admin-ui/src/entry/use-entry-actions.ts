import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { createMutation } from "../api/content.ts";
import { send } from "../api/operation.ts";
import { useModel } from "../api/use-model.ts";
import { refOf } from "../fields/relation/record-ref.ts";
import type { Collection } from "../model/model.ts";
import { isSaveKey } from "../parts/save-key.ts";
import { showDone, showFailure } from "../parts/toast.tsx";
import type { Frame } from "./entry-editor.tsx";
import { createInput, readEntry } from "./entry-record.ts";
import type { FormStore } from "./form-store.ts";
import { canMakeAgain } from "./make-again.ts";
import type { useDraft } from "./use-draft.ts";
import type { SaveResult, useSaving } from "./use-saving.ts";

type Options = {
  collection: Collection;
  id: string | null;
  store: FormStore;
  saving: ReturnType<typeof useSaving>;
  draft: ReturnType<typeof useDraft>;
  frame: Frame;
  isActive: boolean;
  record: Record<string, unknown> | null;
  onProblem: (path: string) => void;
};

export type EntryActions = ReturnType<typeof useEntryActions>;

/** What can be done with an entry, whatever button or key asks for it. */
export function useEntryActions(options: Options) {
  const { collection, id, store, saving, draft, frame, isActive, record, onProblem } = options;
  const { t } = useTranslation();
  const model = useModel();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [dialog, setDialog] = useState<"delete" | "dispute" | null>(null);

  const saveThen = async (then: (result: SaveResult & { kind: "saved" }) => void) => {
    const result = await saving.save();
    if (result.kind === "disputed") setDialog("dispute");
    // The summary says how many there are; the cursor stands in the first that has a place.
    const problem = store.read().problems.find(({ path }) => path !== "");
    if (result.kind === "wrong" && problem) onProblem(problem.path);
    if (result.kind !== "saved") return;
    draft.forget();
    then(result);
  };

  const save = () =>
    saveThen(({ record }) => {
      showDone(t("entry.saved"));
      if (frame.kind === "drawer") return frame.onClose(refOf(record, collection.name, model));
      if (id !== null || collection.singleton) return;
      if (collection.can.read === "NONE")
        return navigate({ to: ".", search: { nth: Date.now() }, replace: true });
      void navigate({
        to: "/content/$collection/$id",
        params: { collection: collection.name, id: String(record.id) },
        search: (before: Record<string, unknown>) => ({ tab: before.tab }),
        replace: true,
      });
    });

  const saveAndNew = () =>
    saveThen(() => {
      showDone(t("entry.saved"));
      void navigate({
        to: "/new/$collection",
        params: { collection: collection.name },
        search: { nth: Date.now() },
      });
    });

  const duplicate = () =>
    void navigate({
      to: "/new/$collection",
      params: { collection: collection.name },
      search: { from: id },
    });

  const deleted = (canUndo: boolean) => {
    setDialog(null);
    store.discard();
    draft.forget();
    const undo =
      canUndo && record ? { label: t("common.undo"), onUndo: () => void makeAgain(record) } : undefined;
    showDone(t("entry.deleted", { label: collection.label }), undo);
    void queries.invalidateQueries({ predicate: isContent, refetchType: "active" });
    if (frame.kind === "drawer") return frame.onClose(null);
    void navigate({ to: "/content/$collection", params: { collection: collection.name } });
  };

  /** Makes a deleted record again, as it was and with the same id. */
  const makeAgain = async (was: Record<string, unknown>) => {
    const { values } = readEntry(was, collection, model);
    const data = { id: was.id, ...createInput(values, collection, model) };
    try {
      await send(createMutation(collection, "id"), { data });
      await navigate({
        to: "/content/$collection/$id",
        params: { collection: collection.name, id: String(was.id) },
      });
    } catch (error) {
      showFailure(error, t);
    }
  };

  const pressed = useRef(save);
  pressed.current = save;
  useEffect(() => {
    if (!isActive) return;
    const press = (event: KeyboardEvent) => {
      if (!isSaveKey(event)) return;
      event.preventDefault();
      void pressed.current();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [isActive]);

  const isStored = record !== null;
  return {
    save: () => void save(),
    saveAndNew:
      frame.kind === "page" && !collection.singleton && collection.can.create !== "NONE"
        ? () => void saveAndNew()
        : null,
    duplicate:
      isStored && frame.kind === "page" && id !== null && collection.can.create !== "NONE" ? duplicate : null,
    askDelete: isStored && id !== null && collection.can.delete !== "NONE" ? () => setDialog("delete") : null,
    compare: () => setDialog("dispute"),
    close: frame.kind === "drawer" ? () => frame.onClose(null) : null,
    dialog,
    closeDialog: () => setDialog(null),
    deleted,
    canMakeAgain: record !== null && canMakeAgain(collection, record),
  };
}

function isContent(query: { queryKey: readonly unknown[] }): boolean {
  return /^query (Page|Records|Record|Count)\b/.test(String(query.queryKey[1]));
}
