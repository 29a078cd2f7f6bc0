import { isRecord } from "../api/json-object.ts";

/** One tab's texts. An operation that nobody has typed into yet is null: the page shows an example for it. */
export type Draft = { id: string; operation: string | null; variables: string };

/** The open tabs, never none, and the one that is shown. */
export type Workspace = { drafts: Draft[]; currentId: string };

export function newWorkspace(): Workspace {
  return { drafts: [{ id: "1", operation: null, variables: "" }], currentId: "1" };
}

export function currentDraft({ drafts, currentId }: Workspace): Draft {
  return (
    drafts.find((draft) => draft.id === currentId) ??
    drafts[0] ?? { id: currentId, operation: null, variables: "" }
  );
}

export function editCurrent(workspace: Workspace, change: Partial<Omit<Draft, "id">>): Workspace {
  const { id } = currentDraft(workspace);
  const drafts = workspace.drafts.map((draft) => (draft.id === id ? { ...draft, ...change } : draft));
  return { ...workspace, drafts };
}

/** Shows a tab with these texts: one that has them already, the current one if it is blank, else a new one. */
export function openDraft(workspace: Workspace, operation: string, variables: string): Workspace {
  const same = workspace.drafts.find(
    (draft) => draft.operation === operation && draft.variables === variables,
  );
  if (same) return { ...workspace, currentId: same.id };
  if (!currentDraft(workspace).operation?.trim()) return editCurrent(workspace, { operation, variables });
  return addDraft(workspace, operation, variables);
}

export function addDraft(workspace: Workspace, operation = "", variables = ""): Workspace {
  const id = String(Math.max(0, ...workspace.drafts.map((draft) => Number(draft.id))) + 1);
  return { drafts: [...workspace.drafts, { id, operation, variables }], currentId: id };
}

/** Closes a tab and shows its neighbour. Closing the last one leaves a fresh one. */
export function closeDraft(workspace: Workspace, id: string): Workspace {
  const index = workspace.drafts.findIndex((draft) => draft.id === id);
  const drafts = workspace.drafts.filter((draft) => draft.id !== id);
  const neighbour = drafts[Math.max(0, index - 1)];
  if (!neighbour) return newWorkspace();
  return { drafts, currentId: workspace.currentId === id ? neighbour.id : workspace.currentId };
}

/** Reads what the browser stored; anything unknown gives a fresh workspace. */
export function parseWorkspace(stored: string | undefined): Workspace {
  try {
    const value: unknown = JSON.parse(stored ?? "null");
    return isWorkspace(value) ? value : newWorkspace();
  } catch {
    return newWorkspace();
  }
}

function isWorkspace(value: unknown): value is Workspace {
  return (
    isRecord(value) &&
    typeof value.currentId === "string" &&
    Array.isArray(value.drafts) &&
    value.drafts.length > 0 &&
    value.drafts.every(isDraft)
  );
}

function isDraft(value: unknown): value is Draft {
  return (
    isRecord(value) &&
    typeof value.id === "string" &&
    Number.isInteger(Number(value.id)) &&
    (value.operation === null || typeof value.operation === "string") &&
    typeof value.variables === "string"
  );
}
