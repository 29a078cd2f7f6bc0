import { expect, test } from "vitest";
import {
  addDraft,
  closeDraft,
  currentDraft,
  editCurrent,
  newWorkspace,
  openDraft,
  parseWorkspace,
} from "./workspace.ts";

test("a blank tab is used before a new one is opened", () => {
  const one = openDraft(newWorkspace(), "{ a }", "");
  expect(one.drafts).toHaveLength(1);
  const two = openDraft(one, "{ b }", '{"n": 1}');
  expect(two.drafts).toHaveLength(2);
  expect(currentDraft(two)).toMatchObject({ operation: "{ b }", variables: '{"n": 1}' });
});

test("opening what a tab shows already goes to that tab", () => {
  const two = addDraft(editCurrent(newWorkspace(), { operation: "{ a }" }), "{ b }");
  expect(currentDraft(openDraft(two, "{ a }", "")).id).toBe("1");
  expect(openDraft(two, "{ a }", "").drafts).toHaveLength(2);
});

test("closing a tab shows its neighbour, closing the last one starts afresh", () => {
  const two = addDraft(editCurrent(newWorkspace(), { operation: "{ a }" }), "{ b }");
  expect(currentDraft(closeDraft(two, two.currentId)).operation).toBe("{ a }");
  expect(closeDraft(newWorkspace(), "1")).toEqual(newWorkspace());
});

test("a stored workspace comes back, a damaged one starts afresh", () => {
  const workspace = addDraft(newWorkspace(), "{ b }");
  expect(parseWorkspace(JSON.stringify(workspace))).toEqual(workspace);
  for (const damaged of [
    undefined,
    "{",
    "{}",
    '{"currentId":"1","drafts":[]}',
    '{"currentId":"1","drafts":[{"id":"x"}]}',
  ]) {
    expect(parseWorkspace(damaged)).toEqual(newWorkspace());
  }
});
