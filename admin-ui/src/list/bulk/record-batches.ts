import { hasCode } from "../../api/api-error.ts";
import { pageQuery } from "../../api/content.ts";
import { send } from "../../api/operation.ts";
import type { Collection } from "../../model/model.ts";
import type { Row } from "../columns/column-selection.ts";
import { readPage } from "../use-page.ts";
import type { Selection } from "../use-selection.ts";

/** Which records of a list are meant: those selected of what passes the filter. */
export type Wanted = { collection: Collection; selection: Selection; where: Record<string, unknown> | null };

/** Some of the records, and how many there are in all. */
export type Batch = { rows: Row[]; total: number };

type Options = {
  /** What is asked of each record. */
  fields: string;
  size: number;
  /** By id if it is not said: then no record is missed or comes twice while they are changed. */
  orderBy?: unknown[] | undefined;
  signal: AbortSignal;
};

/** The records, batch by batch. A batch that the server holds to be too costly is asked for in smaller ones. */
export async function* recordBatches(wanted: Wanted, options: Options): AsyncGenerator<Batch> {
  const { collection, selection } = wanted;
  const ids = selection.kind === "some" ? [...selection.ids] : null;
  let size = options.size;
  let at = 0;
  let after: string | null = null;
  while (ids === null || at < ids.length) {
    const part: string[] | null = ids?.slice(at, at + size) ?? null;
    const where = part ? { id: { in: part } } : wanted.where;
    const variables = {
      ...(where ? { where } : {}),
      orderBy: options.orderBy ?? [{ id: "ASC" }],
      first: size,
      ...(after ? { after } : {}),
    };
    try {
      const operation = pageQuery(collection, options.fields);
      const sent = { signal: options.signal, acceptsNulls: true };
      const page = readPage(await send(operation, variables, sent));
      yield { rows: page.rows, total: ids?.length ?? page.total };
      if (part) at += part.length;
      else if (page.info.hasNextPage && page.info.endCursor) after = page.info.endCursor;
      else return;
    } catch (error) {
      if (!hasCode(error, "LIMIT_EXCEEDED") || size <= 1) throw error;
      size = Math.max(1, Math.floor(size / 4));
    }
  }
}
