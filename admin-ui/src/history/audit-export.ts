import { writeJson } from "../api/exact-json.ts";
import { readActor, usersOf } from "../parts/actor.ts";
import { type Change, type ChangeWhere, readChanges } from "../parts/change-log.ts";

export type ExportFormat = "csv" | "jsonl";

const pageSize = 1_000;

/** Reads all changes that pass, page by page, and hands each page's text to `write`. */
export async function exportChanges(
  where: ChangeWhere,
  format: ExportFormat,
  options: {
    signal: AbortSignal;
    write: (text: string) => void;
    onProgress: (count: number) => void;
    /** Names of the users with these ids. */
    namesOf: (ids: string[]) => Promise<Map<string, string>>;
  },
): Promise<void> {
  const names = new Map<string, string>();
  let count = 0;
  if (format === "csv") options.write(await csvText([csvColumns]));
  for (let before: string | null = null; ; ) {
    const page = await readChanges(where, pageSize, before, options.signal);
    const users = page.flatMap((change) => usersOf(readActor(change.actor)));
    const unknown = [...new Set(users)].filter((id) => !names.has(id));
    for (const [id, name] of unknown.length > 0 ? await options.namesOf(unknown) : []) names.set(id, name);
    options.write(format === "csv" ? await csvText(csvRows(page, names)) : jsonLines(page, names));
    count += page.length;
    options.onProgress(count);
    const last = page.at(-1);
    if (page.length < pageSize || !last) return;
    before = last.position;
  }
}

const csvColumns = [
  "position",
  "at",
  "actor",
  "actorName",
  "operation",
  "collection",
  "id",
  "version",
  "transaction",
  "requestId",
  "field",
  "before",
  "after",
];

/** A row for each field that changed; one for a change of none. */
export function csvRows(changes: Change[], names: Map<string, string>): string[][] {
  return changes.flatMap((change) => {
    const start = [
      change.position,
      change.at,
      change.actor ?? "",
      nameOf(change, names),
      change.operation,
      change.collection,
      change.id,
      change.version === null ? "" : String(change.version),
      change.transaction,
      change.requestId ?? "",
    ];
    const fields = change.fields.map(({ name, before, after }) => [name, cell(before), cell(after)]);
    return (fields.length > 0 ? fields : [["", "", ""]]).map((field) => [...start, ...field]);
  });
}

export function jsonLines(changes: Change[], names: Map<string, string>): string {
  return changes.map((change) => `${writeJson({ ...change, actorName: nameOf(change, names) })}\n`).join("");
}

/** Spreadsheets run what looks like one; numbers are none. */
const formula = /^(?!-?\d+(\.\d+)?$)[=+\-@\t\r].*$/s;

async function csvText(rows: string[][]): Promise<string> {
  const { default: papaparse } = await import("papaparse");
  return rows.length === 0 ? "" : `${papaparse.unparse(rows, { escapeFormulae: formula })}\r\n`;
}

function nameOf(change: Change, names: Map<string, string>): string {
  return usersOf(readActor(change.actor))
    .map((id) => names.get(id) ?? id)
    .join(" as ");
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : writeJson(value);
}
