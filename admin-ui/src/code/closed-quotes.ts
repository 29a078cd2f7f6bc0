import type { EditorState } from "@codemirror/state";

/** Where the text ends that a completion replaces: the editor closed the quotes already that the completion closes. */
export function endWithQuotes({ doc }: EditorState, to: number, completion: string): number {
  return completion.startsWith('"') && doc.sliceString(to, to + 1) === '"' ? to + 1 : to;
}
