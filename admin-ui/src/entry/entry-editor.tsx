import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import { FormProvider, type OpenRequest, type RecordRef } from "../fields/form-context.ts";
import { refOf } from "../fields/relation/record-ref.ts";
import type { Collection } from "../model/model.ts";
import { showDone } from "../parts/toast.tsx";
import { useVisit } from "../parts/use-visit.ts";
import { useDrawers } from "./drawer-context.ts";
import { EntryForm } from "./entry-form.tsx";
import { EntryFrame } from "./entry-frame.tsx";
import { EntryNotices } from "./entry-notices.tsx";
import { countIn, formFields, isAskable, readEntry } from "./entry-record.ts";
import type { EntrySource } from "./entry-source.tsx";
import { createFormStore, useFormState, valueAt } from "./form-store.ts";
import { fieldAround, jumpTo } from "./jump.ts";
import { linkIn } from "./late-link.ts";
import { LeaveGuard } from "./leave-guard.tsx";
import { isWithin, rootOf } from "./problem.ts";
import type { Attempt } from "./save.ts";
import { useDraft } from "./use-draft.ts";
import { useEntryActions } from "./use-entry-actions.ts";
import { namesByField, usePresence } from "./use-presence.ts";
import { useSaving } from "./use-saving.ts";
import { useTab } from "./use-tab.ts";

/** Where the editor stands: on a page of its own, or over another one. */
export type Frame =
  | { kind: "page" }
  | {
      kind: "drawer";
      place: number;
      /** It was saved and is about to be left. */
      onSaved: (saved: RecordRef) => void;
      onClose: (saved: RecordRef | null) => void;
    };

type Props = {
  collection: Collection;
  /** Null while the record is being made, and for singletons. */
  id: string | null;
  source: EntrySource;
  /** Whether the keyboard is its own: nothing is open over it. */
  isActive: boolean;
  frame: Frame;
};

/** Edits a record, from its first letter to its deletion. */
export function EntryEditor({ collection, id, source, isActive, frame }: Props) {
  const { t } = useTranslation();
  const model = useModel();
  const { forms, open } = useDrawers();
  const [store] = useState(() => createFormStore(collection, model, source.stored, source.typed));
  const attempt = useRef<Attempt | null>(null);
  const saving = useSaving({ collection, id, store, selection: source.selection, attempt });
  const draft = useDraft(collection, id, store, attempt, frame);
  const [tab, setTab] = useTab(frame);
  const { record } = source;
  const recordId = id ?? (typeof record?.id === "string" ? record.id : null);
  useVisit(collection, record);
  const presence = usePresence(collection.name, recordId);
  const [wasThere, setWasThere] = useState(record !== null);
  if (record && !wasThere) setWasThere(true);
  const isGone = wasThere && record === null;

  // The server says what the record is by now.
  useEffect(() => {
    if (!record) return;
    const theirs = readEntry(record, collection, model);
    const received = store.receive(theirs);
    const labels = formFields(collection)
      .filter((field) => received.taken.includes(field.name))
      .map((field) => field.label);
    if (!received.isNewer || labels.length === 0) return;
    showDone(t("entry.news", { name: theirs.updatedBy ?? t("entry.someone"), fields: labels.join(", ") }));
  }, [record, collection, model, store, t]);
  useEffect(() => {
    if (isGone) store.forgetStored();
  }, [isGone, store]);

  const isStored = useFormState(store, (state) => state.version !== null);
  const purpose = isStored ? "update" : "create";
  const mayWrite = collection.can[purpose] !== "NONE";
  const isFrozen = !mayWrite;

  const place = `${frame.kind === "drawer" ? frame.place : "page"} ${collection.name}/${id ?? ""}`;
  useEffect(() => {
    forms.set(place, store);
    return () => {
      if (forms.get(place) === store) forms.delete(place);
    };
  }, [forms, place, store]);
  const openRecord = useCallback(
    async (request: OpenRequest) => {
      const saved = await open(request);
      // For another model the form is drawn anew: the field that asked is gone, and another one stands in its place.
      const shown = forms.get(place);
      if (!saved || !shown || shown === store) return saved;
      linkIn(shown, request.field, saved);
      return null;
    },
    [open, forms, place, store],
  );

  const problems = useFormState(store, (state) => state.problems);
  const form = useMemo(
    () => ({
      collection,
      recordId,
      errorAt: (path: string) => problems.find((problem) => problem.path === path)?.message,
      hasErrorWithin: (path: string) => problems.some((problem) => isWithin(problem.path, path)),
      valueAt: (path: string) => valueAt(store.read().values, path),
      subscribe: store.subscribe,
      countOf: (fieldName: string) => countIn(record, fieldName),
      openRecord,
      isDisabled: isFrozen,
    }),
    [collection, recordId, problems, store, record, openRecord, isFrozen],
  );

  const fields = useMemo(
    () =>
      formFields(collection).filter((field) =>
        purpose === "create"
          ? field.can.create !== "NONE"
          : isAskable(field, model) || field.can.update !== "NONE",
      ),
    [collection, model, purpose],
  );
  const jump = (path: string) => {
    const field = collection.fields.find((field) => field.name === rootOf(path));
    setTab(field?.ui?.tab ?? null);
    jumpTo(path);
  };
  const actions = useEntryActions({
    collection,
    id,
    store,
    saving,
    draft,
    frame,
    isActive,
    record,
    onProblem: jump,
  });
  /** Saves what is about to be left. */
  const saveBefore = async () => {
    const result = await saving.save();
    if (result.kind === "saved" && frame.kind === "drawer")
      frame.onSaved(refOf(result.record, collection.name, model));
    return result;
  };
  const others = namesByField(presence.others);

  return (
    <FormProvider value={form}>
      <LeaveGuard store={store} frame={frame} onSave={saveBefore} onDiscard={draft.forget} />
      <EntryFrame
        collection={collection}
        recordId={recordId}
        record={record}
        store={store}
        frame={frame}
        saving={saving.state}
        actions={actions}
        isFrozen={isFrozen}
        others={presence.others}
        notices={
          <EntryNotices
            collection={collection}
            store={store}
            saving={saving}
            draft={draft}
            isGone={isGone}
            actions={actions}
            onJump={jump}
          />
        }
      >
        {/* biome-ignore lint/a11y/noStaticElementInteractions: only listens for where the focus is */}
        <div
          onFocus={(event) => presence.sayWhere(fieldAround(event.target))}
          onBlur={() => presence.sayWhere(null)}
        >
          <EntryForm
            collection={collection}
            fields={fields}
            store={store}
            purpose={purpose}
            isFrozen={isFrozen}
            tab={tab}
            onTab={setTab}
            autoFocus={!isStored}
            others={others}
          />
        </div>
      </EntryFrame>
    </FormProvider>
  );
}
