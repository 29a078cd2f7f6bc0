import type { Diagnostic as Marker } from "@codemirror/lint";
import type { Text } from "@codemirror/state";

/** A mistake in a file, as the server or the parser tells it. Lines and characters are counted from 1. */
export type Problem = {
  severity: "ERROR" | "WARNING";
  message: string;
  hint: string | null;
  line: number | null;
  column: number | null;
  endLine: number | null;
  endColumn: number | null;
};

/** Where the editor marks a problem. Those that have no place any more stand at the nearest. */
export function toMarker(doc: Text, problem: Problem): Marker {
  const from = offsetOf(doc, problem.line ?? 1, problem.column ?? 1);
  const to = problem.endLine ? offsetOf(doc, problem.endLine, problem.endColumn ?? 1) : from;
  return {
    from,
    to: Math.max(from, to),
    severity: problem.severity === "ERROR" ? "error" : "warning",
    message: problem.hint ? `${problem.message}\n${problem.hint}` : problem.message,
  };
}

/** The server counts characters, the editor the units of UTF-16. */
function offsetOf(doc: Text, line: number, column: number): number {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const before = [...found.text].slice(0, Math.max(column - 1, 0)).join("");
  return found.from + before.length;
}
