import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ModelDocument } from "../../generated/operations.ts";
import { ApiError, hasCode } from "../api/api-error.ts";
import { recordQuery } from "../api/content.ts";
import { isRecord } from "../api/json-object.ts";
import { send } from "../api/operation.ts";
import { useModel } from "../api/use-model.ts";
import { operationKey } from "../api/use-operation.ts";
import type { Collection } from "../model/model.ts";
import { createInput, formFields, readEntry, updateInput } from "./entry-record.ts";
import type { FormStore, Stored } from "./form-store.ts";
import { type Problem, problemsOf, rootOf } from "./problem.ts";
import {
  type Attempt,
  createAttempt,
  isOvertaken,
  isUnanswered,
  sendAttempt,
  updateAttempt,
} from "./save.ts";
import { checkField } from "./value-checks.ts";

/** How saving goes. */
export type SavingState =
  | { kind: "idle" }
  | { kind: "saving"; isSlow: boolean }
  /** There was no answer: nothing is lost, and it can be sent again. */
  | { kind: "unreachable" }
  | { kind: "failed"; error: unknown };

/** What a save came to. */
export type SaveResult =
  | { kind: "saved"; record: Record<string, unknown> }
  | { kind: "wrong" }
  | { kind: "disputed" }
  | { kind: "gone" }
  | { kind: "failed" };

type Options = {
  collection: Collection;
  /** Null while the record is being made, and for singletons. */
  id: string | null;
  store: FormStore;
  selection: string;
  /** What was sent and not answered. */
  attempt: { current: Attempt | null };
};

const mostMerges = 3;
const slowMilliseconds = 3_000;

/** Saves the form. One save at a time; a second one while it lasts is the first. */
export function useSaving({ collection, id, store, selection, attempt }: Options) {
  const { t } = useTranslation();
  const model = useModel();
  const queries = useQueryClient();
  const [state, setState] = useState<SavingState>({ kind: "idle" });
  const running = useRef<Promise<SaveResult> | null>(null);

  const save = (): Promise<SaveResult> => {
    running.current ??= run().finally(() => {
      running.current = null;
    });
    return running.current;
  };

  async function run(): Promise<SaveResult> {
    setState({ kind: "saving", isSlow: false });
    const timer = setTimeout(() => setState({ kind: "saving", isSlow: true }), slowMilliseconds);
    try {
      const result = await settle(mostMerges);
      setState({ kind: "idle" });
      return result;
    } catch (error) {
      if (hasCode(error, "NOT_FOUND")) {
        setState({ kind: "idle" });
        return { kind: "gone" };
      }
      if (isUnanswered(error)) setState({ kind: "unreachable" });
      else return refused(error);
      return { kind: "failed" };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends what there is to be saved, and once more on top of what somebody else saved meanwhile. */
  async function settle(triesLeft: number): Promise<SaveResult> {
    if (store.read().dispute) return { kind: "disputed" };
    try {
      if (attempt.current) {
        const { kind } = attempt.current;
        await sendNow(attempt.current);
        // What is made and can't be read has no version; it must not be made once more.
        if (kind === "create" && store.read().version === null) return saved();
      }
      const problems = check();
      if (problems.length > 0) {
        store.setProblems(problems);
        return { kind: "wrong" };
      }
      const next = nextAttempt();
      if (next) await sendNow(next);
    } catch (error) {
      if (!isOvertaken(error) || triesLeft === 0) throw error;
      const newest = await readNewest(id ?? String(last.current.id));
      if (!newest) return { kind: "gone" };
      store.receive(readEntry(newest, collection, model));
      return settle(triesLeft - 1);
    }
    return saved();
  }

  const last = useRef<Record<string, unknown>>({});
  function saved(): SaveResult {
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[1] !== ModelDocument.toString(),
      refetchType: "none",
    });
    return { kind: "saved", record: last.current };
  }

  async function sendNow(next: Attempt): Promise<void> {
    attempt.current = next;
    let savedId: string;
    try {
      savedId = await sendAttempt(next, collection);
    } catch (error) {
      if (!isUnanswered(error)) attempt.current = null;
      throw error;
    }
    // It is stored by now. As long as that can't be read the attempt stays: sent again, it is not done again.
    const record = collection.can.read === "NONE" ? null : await readNewest(savedId);
    attempt.current = null;
    last.current = record ?? { id: savedId };
    if (record) remember(record);
    store.saved(record ? readEntry(record, collection, model) : unseen(next), next.sent);
  }

  function nextAttempt(): Attempt | null {
    const now = store.read();
    const isMade = now.version === null;
    if (isMade && !collection.singleton) {
      // What an unanswered attempt has made meanwhile has a version.
      const data = createInput(now.values, collection, model);
      return createAttempt(id === null ? data : { id, ...data }, now.values);
    }
    const known = id ?? (typeof last.current.id === "string" ? last.current.id : null);
    const data = isMade ? createInput(now.values, collection, model) : updateInput(now, collection, model);
    if (!isMade && Object.keys(data).length === 0) return null;
    return updateAttempt(collection.singleton ? null : known, now.version, data, now.values);
  }

  function check(): Problem[] {
    const { values, changed, version } = store.read();
    const isNew = version === null;
    return formFields(collection)
      .filter((field) => isNew || changed.has(field.name))
      .filter((field) => field.can[isNew ? "create" : "update"] !== "NONE")
      .filter((field) => values[field.name] !== undefined || (isNew && field.required))
      .flatMap((field) => checkField(field, values[field.name], field.name, { model, t, isNew }));
  }

  /** What is stored but can't be read is as it was sent. */
  function unseen({ sent }: Attempt): Stored {
    return { values: sent, version: store.read().version, updatedBy: null };
  }

  async function readNewest(recordId: string): Promise<Record<string, unknown> | null> {
    const variables: Record<string, unknown> = collection.singleton ? {} : { id: recordId };
    const { record } = await send(recordQuery(collection, selection), variables, { acceptsNulls: true });
    return isRecord(record) ? record : null;
  }

  /** The page of the record begins with what was answered. */
  function remember(record: Record<string, unknown>): void {
    const variables = collection.singleton ? {} : { id: record.id };
    queries.setQueryData(operationKey(recordQuery(collection, selection), variables), { record });
  }

  function refused(error: unknown): SaveResult {
    const errors = error instanceof ApiError ? error.fields : [];
    const names = new Set(formFields(collection).map((field) => field.name));
    // What belongs to no field of the form is about the whole record.
    const problems = problemsOf(errors, collection, model, t).map((problem) =>
      names.has(rootOf(problem.path)) ? problem : { ...problem, path: "" },
    );
    store.setProblems(problems);
    setState(problems.length > 0 ? { kind: "idle" } : { kind: "failed", error });
    return { kind: problems.length > 0 ? "wrong" : "failed" };
  }

  return { state, save, dismiss: () => setState({ kind: "idle" }) };
}
