import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** An editor that is as high as its text, up to a point from which on it scrolls. */
export const growing: Extension = EditorView.theme({
  "&": { height: "auto", maxHeight: "480px" },
  ".cm-scroller": { overflow: "auto", minHeight: "76px" },
  ".cm-content": { minHeight: "76px" },
  ".cm-gutter": { minHeight: "76px" },
});
