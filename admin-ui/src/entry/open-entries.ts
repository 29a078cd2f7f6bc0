import type { Model } from "../model/model.ts";

/** An entry that is open over the page; without an id it is being made. */
export type OpenEntry = { collection: string; id: string | null };

const mostOpen = 8;

/** The entries that the address names, as far as there is such a thing. */
export function readOver(over: unknown, model: Model): OpenEntry[] {
  if (!Array.isArray(over)) return [];
  return over.slice(0, mostOpen).flatMap((token: unknown) => {
    const [, collection, id] = String(token).match(/^([^/]+)(?:\/(.+))?$/) ?? [];
    return collection && model.collections.has(collection) ? [{ collection, id: id ?? null }] : [];
  });
}

export function writeOver({ collection, id }: OpenEntry): string {
  return id === null ? collection : `${collection}/${id}`;
}
