import { createContext, useContext, useSyncExternalStore } from "react";
import type { Collection } from "../model/model.ts";

/** A record as a relation holds it: its id, and what stands for it. */
export type RecordRef = { id: string } & Record<string, unknown>;

/** What to open over the form: a record that is there, or one to be made. */
export type OpenRequest = {
  collection: string;
  id: string | null;
  initial?: Record<string, unknown>;
  /** The field that asks: it may be drawn anew, and hear of nothing, before the record is saved. */
  field: { path: string; isList: boolean };
};

/**
 * What fields know of the form that they stand in. It stays the same while values are typed: a field that follows
 * another one's value asks `useFormValue`.
 */
export type FormContextValue = {
  /** What is edited. */
  collection: Collection;
  /** Null while the record is being made. */
  recordId: string | null;
  /** What is wrong at exactly this place: `blocks[2].image`. */
  errorAt: (path: string) => string | undefined;
  /** Whether something is wrong at this place or below it. */
  hasErrorWithin: (path: string) => boolean;
  /** The form's value of a field of the record, as it is now. */
  valueAt: (path: string) => unknown;
  /** Calls when any value changes. Answers how to stop that. */
  subscribe: (listener: () => void) => () => void;
  /** How many records a list of them holds on the server; null where that is not known. */
  countOf: (fieldName: string) => number | null;
  /** Edits a record in a drawer over the form, which stays as it is. Answers the saved record, or null. */
  openRecord: (request: OpenRequest) => Promise<RecordRef | null>;
  isDisabled: boolean;
};

const FormContext = createContext<FormContextValue | null>(null);

export const FormProvider = FormContext.Provider;

/** The form around a field; null where a field is edited by itself, as in a table's cell. */
export function useForm(): FormContextValue | null {
  return useContext(FormContext);
}

/** The form's value at a place, followed. Undefined where there is no form. */
export function useFormValue(path: string): unknown {
  const form = useForm();
  return useSyncExternalStore(form?.subscribe ?? subscribeToNothing, () => form?.valueAt(path));
}

function subscribeToNothing(): () => void {
  return () => undefined;
}
