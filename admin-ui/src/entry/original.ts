import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { ApiError } from "../api/api-error.ts";
import { recordQuery } from "../api/content.ts";
import { isRecord } from "../api/json-object.ts";
import { contentOperation, send } from "../api/operation.ts";
import { useModel } from "../api/use-model.ts";
import { refSelection } from "../fields/relation/record-ref.ts";
import { loadedLimit } from "../fields/relation/relation-input.ts";
import { type Collection, type Field, isWritable, type Model } from "../model/model.ts";
import { formFields } from "./entry-record.ts";

export type Original = {
  /** Null where there is none. */
  record: Record<string, unknown> | null;
  /** Lists of which only the beginning was read. */
  cut: Field[];
};

const linksAtOnce = 500;
/** More are no matter for a form. */
export const mostLinks = 2_000;

/** Reads a record to copy, with all the links that a form only begins with. */
export function useOriginal(
  collection: Collection,
  id: string | null,
  selection: string,
): UseQueryResult<Original, ApiError> {
  const model = useModel();
  const query = recordQuery(collection, selection);
  return useQuery<Original, ApiError>({
    queryKey: ["original", query.toString(), id],
    queryFn: async ({ signal }) => {
      const { record } = await send(query, { id }, { signal, acceptsNulls: true });
      if (!isRecord(record)) return { record: null, cut: [] };
      const whole = { ...record };
      const cut: Field[] = [];
      for (const field of longLists(collection, record)) {
        const links = await readLinks(collection, field, String(id), model, signal);
        whole[field.name] = links.slice(0, mostLinks);
        if (links.length > mostLinks) cut.push(field);
      }
      return { record: whole, cut };
    },
    enabled: id !== null,
    // What is typed on top of it must not begin anew.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** The lists that a copy takes over and of which not all may have been read. */
export function longLists(collection: Collection, record: Record<string, unknown>): Field[] {
  return formFields(collection).filter((field) => {
    const links = record[field.name];
    const storage = field.relation?.storage;
    return (
      field.list &&
      (storage === "JOIN" || storage === "JOIN_INVERSE") &&
      isWritable(field, "create") &&
      Array.isArray(links) &&
      links.length >= loadedLimit(field)
    );
  });
}

async function readLinks(
  collection: Collection,
  field: Field,
  id: string,
  model: Model,
  signal: AbortSignal,
): Promise<unknown[]> {
  const query = contentOperation(
    `query Links($id: ID!, $offset: Int!) { record: ${collection.api.one}(id: $id) { ` +
      `links: ${field.name}(limit: ${linksAtOnce}, offset: $offset)${refSelection(model, field.type)} } }`,
  );
  const all: unknown[] = [];
  while (all.length <= mostLinks) {
    const { record } = await send(query, { id, offset: all.length }, { signal, acceptsNulls: true });
    const links = isRecord(record) && Array.isArray(record.links) ? record.links : [];
    all.push(...links);
    if (links.length < linksAtOnce) break;
  }
  return all;
}
