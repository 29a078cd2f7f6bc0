import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Every colour is a CSS variable of theme.css: light and dark need no second editor theme. */
const surface = EditorView.theme({
  "&": {
    height: "100%",
    fontSize: "13px",
    color: "var(--hw-code-text)",
    backgroundColor: "var(--hw-surface)",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", lineHeight: "1.55" },
  ".cm-content": { padding: "10px 0", caretColor: "var(--hw-code-text)" },
  ".cm-line": { padding: "0 12px 0 4px" },
  ".cm-gutters": { color: "var(--hw-gutter)", backgroundColor: "var(--hw-surface)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "34px", padding: "0 4px 0 8px" },
  ".cm-foldGutter .cm-gutterElement": { width: "14px", cursor: "pointer" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--hw-active-line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLineGutter": { color: "var(--hw-code-text)" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--hw-code-text)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--hw-selection)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--hw-selection)" },
  ".cm-selectionMatch, .cm-searchMatch": { backgroundColor: "var(--hw-match)" },
  ".cm-placeholder": { color: "var(--hw-code-comment)" },
  ".cm-foldPlaceholder": {
    color: "var(--hw-code-comment)",
    backgroundColor: "var(--hw-hover)",
    border: "none",
    padding: "0 6px",
  },
});

const popups = EditorView.theme({
  ".cm-tooltip": {
    color: "var(--hw-code-text)",
    backgroundColor: "var(--hw-chrome)",
    border: "1px solid var(--hw-line)",
    borderRadius: "6px",
    boxShadow: "0 6px 20px rgb(0 0 0 / 0.16)",
    overflow: "hidden",
    maxWidth: "560px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--mantine-font-family-monospace)",
    fontSize: "12.5px",
    maxHeight: "16em",
    padding: "4px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px", borderRadius: "4px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    color: "var(--hw-code-text)",
    backgroundColor: "var(--hw-selection)",
  },
  ".cm-completionIcon": { display: "none" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { color: "var(--hw-code-comment)", fontStyle: "normal", marginLeft: "12px" },
  ".cm-tooltip.cm-completionInfo": {
    padding: "8px 10px",
    fontFamily: "var(--mantine-font-family)",
    fontSize: "12.5px",
    lineHeight: "1.45",
  },
  ".cm-diagnostic": { padding: "6px 10px", fontSize: "12.5px", whiteSpace: "pre-wrap" },
  ".cm-panels": {
    color: "var(--hw-code-text)",
    backgroundColor: "var(--hw-chrome)",
    fontFamily: "var(--mantine-font-family)",
  },
  ".cm-panels-bottom": { borderTop: "1px solid var(--hw-line)" },
  ".cm-textfield": {
    backgroundColor: "var(--hw-surface)",
    border: "1px solid var(--hw-line)",
    borderRadius: "4px",
  },
  ".cm-button": {
    color: "inherit",
    backgroundColor: "var(--hw-surface)",
    backgroundImage: "none",
    border: "1px solid var(--hw-line)",
    borderRadius: "4px",
  },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.definitionKeyword, tags.modifier], color: "var(--hw-code-keyword)" },
  { tag: tags.atom, color: "var(--hw-code-name)" },
  { tag: tags.propertyName, color: "var(--hw-code-property)" },
  { tag: tags.attributeName, color: "var(--hw-code-argument)" },
  { tag: tags.variableName, color: "var(--hw-code-variable)" },
  { tag: tags.string, color: "var(--hw-code-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.special(tags.name)], color: "var(--hw-code-number)" },
  { tag: tags.comment, color: "var(--hw-code-comment)" },
  { tag: [tags.bracket, tags.punctuation, tags.separator], color: "var(--hw-code-bracket)" },
]);

export const editorTheme: Extension = [surface, popups, syntaxHighlighting(colours)];
