import { ApiError } from "../../api/api-error.ts";
import { deleteManyMutation, updateManyMutation } from "../../api/content.ts";
import { isRecord } from "../../api/json-object.ts";
import { send } from "../../api/operation.ts";
import { titleField } from "../../model/model.ts";
import { recordTitle } from "../../model/record-title.ts";
import { recordBatches, type Wanted } from "./record-batches.ts";

/** How far something is that is done to many records. */
export type Progress = {
  /** Null until it is known how many there are. */
  total: number | null;
  done: number;
  /** Records that were there no more, or that the caller may not change. */
  skipped: number;
  refused: Refusal[];
};

/** A record that could not be changed, and why. */
export type Refusal = { id: string; title: string; message: string };

/** What is done to each: fields change, or it goes. */
export type Change = { kind: "update"; data: Record<string, unknown> } | { kind: "delete" };

export const chunkSize = 100;
/** So many are looked for at once: to look for them may take longer than to change them. */
const readSize = 1000;
const noProgress: Progress = { total: null, done: 0, skipped: 0, refused: [] };

/**
 * Changes many records chunk by chunk, each in one transaction. Where a chunk is refused it is halved until it is known which records
 * the trouble is with, so that the others are changed all the same. Ends when all is done or `signal` says so.
 *
 * @throws {ApiError} when the server can't be reached or won't be asked: what was done stays done.
 */
export async function runChunks(
  wanted: Wanted,
  change: Change,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<Progress> {
  const { collection } = wanted;
  const title = titleField(collection);
  const fields = title ? `id ${title.name}` : "id";
  let progress = noProgress;
  const advance = (by: Partial<Progress>) => {
    progress = { ...progress, ...by };
    onProgress(progress);
  };
  for await (const { rows, total } of recordBatches(wanted, { fields, size: readSize, signal })) {
    advance({ total: progress.total ?? total });
    const titles = new Map(rows.map((row) => [row.id, recordTitle(row, collection)]));
    const pending = chunksOf([...titles.keys()]);
    for (let ids = pending.shift(); ids; ids = pending.shift()) {
      if (signal.aborted) return progress;
      if (ids.length === 0) continue;
      try {
        const count = await sendChunk(wanted, change, ids);
        advance({ done: progress.done + count, skipped: progress.skipped + ids.length - count });
      } catch (error) {
        if (!isOfRecord(error)) throw error;
        if (ids.length > 1) {
          const middle = Math.ceil(ids.length / 2);
          pending.unshift(ids.slice(0, middle), ids.slice(middle));
        } else {
          const [id = ""] = ids;
          const refusal = { id, title: titles.get(id) ?? id, message: refusalWords(error) };
          advance({ refused: [...progress.refused, refusal] });
          if (isHopeless(progress)) return progress;
        }
      }
    }
  }
  return progress;
}

function chunksOf(ids: string[]): string[][] {
  const starts = Array.from({ length: Math.ceil(ids.length / chunkSize) }, (_, index) => index * chunkSize);
  return starts.map((start) => ids.slice(start, start + chunkSize));
}

async function sendChunk({ collection }: Wanted, change: Change, ids: string[]): Promise<number> {
  const where = { id: { in: ids } };
  const answer =
    change.kind === "update"
      ? await send(updateManyMutation(collection), { where, data: change.data })
      : await send(deleteManyMutation(collection), { where });
  return isRecord(answer.batch) && typeof answer.batch.count === "number" ? answer.batch.count : 0;
}

const enoughOfTheSame = 20;

/** Whether nothing was taken so far and always for the same reason: then it is what is asked that is wrong. */
function isHopeless({ done, refused }: Progress): boolean {
  const reasons = new Set(refused.map((refusal) => refusal.message));
  return done === 0 && refused.length >= enoughOfTheSame && reasons.size === 1;
}

/** Whether the trouble is with the records, so that others may still be changed. */
export function isOfRecord(error: unknown): error is ApiError {
  return (
    error instanceof ApiError &&
    ["VALIDATION", "CONFLICT", "FORBIDDEN", "NOT_FOUND", "REJECTED"].includes(error.code)
  );
}

/** What the server says against it. Which records were meant is known here. */
export function refusalWords(error: ApiError): string {
  const fields = error.fields.map(({ path, message }) =>
    path === "id" || path === "where" ? message : `${path.replace(/^data\./, "")}: ${message}`,
  );
  return fields.length > 0 ? fields.join("; ") : error.message;
}
