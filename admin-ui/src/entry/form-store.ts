import { useSyncExternalStore } from "react";
import type { Collection, Field, Model } from "../model/model.ts";
import { isSameValue } from "../model/same-value.ts";
import { mergeValues, type Values } from "./merge.ts";
import { isWithin, type Problem } from "./problem.ts";
import { shareEqual } from "./share-equal.ts";

/** A record as it is on the server. */
export type Stored = { values: Values; version: number | null; updatedBy: string | null };

/** What a form holds at a moment. */
export type FormState = {
  values: Values;
  /** What the values were when they were read. */
  base: Values;
  /** The version that `base` is of; null while the record is not stored. */
  version: number | null;
  /** The fields whose values are not those that were read. */
  changed: ReadonlySet<string>;
  problems: Problem[];
  /** What somebody else saved that contradicts what is typed here. */
  dispute: Dispute | null;
};

export type Dispute = { theirs: Stored; fields: string[] };

/** What came of looking at a newer version. */
export type Received = { isNewer: boolean; taken: string[]; disputed: string[] };

/**
 * The values of a form, outside of React: what is typed draws only the field that it is typed in. Fields watch it by
 * `useFormState`.
 */
export type FormStore = ReturnType<typeof createFormStore>;

export function createFormStore(collection: Collection, model: Model, stored: Stored, typed: Values = {}) {
  const fields = new Map<string, Field>(collection.fields.map((field) => [field.name, field]));
  const listeners = new Set<() => void>();
  let state: FormState = {
    values: { ...stored.values, ...typed },
    base: stored.values,
    version: stored.version,
    changed: new Set(),
    problems: [],
    dispute: null,
  };
  state = { ...state, changed: changedOf(state.values, state.base) };
  let { updatedBy } = stored;

  function isChanged(name: string, values: Values, base: Values): boolean {
    const field = fields.get(name);
    if (field === undefined) return false;
    // Of a value that was not read, null says that it shall go: nothing is known of it that could be the same.
    if (values[name] === null && state.version !== null && !Object.hasOwn(base, name)) return true;
    return !isSameValue(field, values[name], base[name], model);
  }

  function changedOf(values: Values, base: Values): Set<string> {
    return new Set(Object.keys(values).filter((name) => isChanged(name, values, base)));
  }

  function become(next: Partial<FormState>): void {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  }

  /** Takes the values, and what they are compared with, as they are. */
  function put(values: Values, base: Values, rest: Partial<FormState> = {}): void {
    const shared = shareEqual(state.values, values) as Values;
    become({ ...rest, values: shared, base, changed: changedOf(shared, base) });
  }

  function receive(theirs: Stored): Received {
    if (isOlderThan(theirs, state.version)) return { isNewer: false, taken: [], disputed: [] };
    const isNewer = theirs.version !== (state.dispute?.theirs.version ?? state.version);
    const merge = mergeValues([...fields.values()], state, theirs.values, model);
    const dispute = merge.disputed.length > 0 ? { theirs, fields: merge.disputed } : null;
    updatedBy = theirs.updatedBy;
    put(merge.values, merge.base, { dispute, version: dispute ? state.version : theirs.version });
    return { isNewer, taken: merge.taken, disputed: merge.disputed };
  }

  return {
    read: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },

    /** Somebody typed. What was wrong with the field is not known any more. */
    set: (name: string, value: unknown) => {
      const values = { ...state.values, [name]: value };
      const changed = new Set(state.changed);
      if (isChanged(name, values, state.base)) changed.add(name);
      else changed.delete(name);
      const isAbout = (problem: Problem) => isWithin(problem.path, name);
      const problems = state.problems.some(isAbout)
        ? state.problems.filter((problem) => !isAbout(problem) || isElsewhere(problem, name, state, value))
        : state.problems;
      become({ values, changed, problems });
    },

    setProblems: (problems: Problem[]) => become({ problems }),

    /** Goes back to what was read. */
    discard: () => put(state.base, state.base, { problems: [], dispute: null }),

    /** Takes up what was typed before, on what was read then. What somebody saved since is brought together with it. */
    restore: (values: Values, base: Values) => {
      const { version } = state;
      const newest = state.dispute?.theirs ?? { values: state.base, version, updatedBy };
      put({ ...state.values, ...values }, { ...state.base, ...base });
      if (version !== null) receive(newest);
    },

    /** What was sent is stored, and is so now. What was typed meanwhile stays. */
    saved: (stored: Stored, sent: Values) => {
      // Somebody saved after this, and that was heard of first: it has what was sent here in it.
      if (isOlderThan(stored, state.version)) return become({ problems: [] });
      const newer = state.dispute?.theirs;
      const values = { ...stored.values };
      for (const [name, value] of Object.entries(state.values)) {
        const field = fields.get(name);
        const wasSent = field !== undefined && Object.hasOwn(sent, name);
        if (wasSent && isSameValue(field, value, sent[name], model)) continue;
        // What was sent may have been taken back meanwhile: then it is as it was read, and not as it is stored.
        const isTakenBack = wasSent && !isSameValue(field, sent[name], state.base[name], model);
        if (state.changed.has(name) || isTakenBack) values[name] = value;
      }
      put(values, stored.values, { version: stored.version, problems: [], dispute: null });
      if (newer && isOlderThan(stored, newer.version)) receive(newer);
    },

    /** Somebody else may have saved: what contradicts nothing here is taken over. */
    receive,

    /** Ends a dispute: `kept` are the fields that stay as they are here, the others become theirs. */
    settle: (kept: ReadonlySet<string>) => {
      const { dispute } = state;
      if (!dispute) return;
      const [values, base] = [{ ...state.values }, { ...state.base }];
      for (const name of dispute.fields) {
        base[name] = dispute.theirs.values[name];
        if (!kept.has(name)) values[name] = dispute.theirs.values[name];
      }
      put(values, base, { dispute: null, version: dispute.theirs.version });
    },

    /** The record is gone from the server: everything is to be stored anew. */
    forgetStored: () => become({ version: null, dispute: null }),
  };
}

function isOlderThan(stored: Stored, version: number | null): boolean {
  return (stored.version ?? 0) < (version ?? 0);
}

/** Whether a problem deep inside a field is at a place that was left as it is, such as another block. */
function isElsewhere(problem: Problem, name: string, state: FormState, value: unknown): boolean {
  if (problem.path === name) return false;
  const before = valueAt(state.values[name], problem.path.slice(name.length));
  const now = valueAt(value, problem.path.slice(name.length));
  return before !== undefined && before === now;
}

/** What stands at a place below a value: `[2].image`. */
export function valueAt(value: unknown, path: string): unknown {
  const steps = path.match(/[^.[\]]+/g) ?? [];
  return steps.reduce<unknown>((inside, step) => {
    if (typeof inside !== "object" || inside === null) return undefined;
    return (inside as Record<string, unknown>)[step];
  }, value);
}

/** A part of what the form holds; draws again when that part is another one. */
export function useFormState<Part>(store: FormStore, part: (state: FormState) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => part(store.read()));
}
