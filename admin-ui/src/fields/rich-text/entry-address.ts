import type { RecordKey } from "../../parts/record-titles.ts";

/** Links to entries are kept as `entry:Collection/id`: where an entry stands on the site is the site's to know. */
export function entryAddress({ collection, id }: RecordKey): string {
  return `entry:${collection}/${encodeURIComponent(id)}`;
}

export function readEntryAddress(address: string): RecordKey | null {
  const match = /^entry:([A-Za-z_]\w*)\/(.+)$/.exec(address);
  const [, collection, id] = match ?? [];
  if (collection === undefined || id === undefined) return null;
  try {
    return { collection, id: decodeURIComponent(id) };
  } catch {
    return null;
  }
}

/** What somebody typed as the address of a link, completed; null for what is none. */
export function typedAddress(text: string): string | null {
  const bare = text.trim();
  if (bare === "" || /\s/.test(bare)) return null;
  if (/^(https?|mailto|tel|entry):/i.test(bare) || /^[/#?]/.test(bare)) return bare;
  // A scheme that is not one of these might run as a script.
  if (/^[a-z][a-z0-9+.-]*:/i.test(bare) && !/^[\w.-]+\.[a-z]{2,}:\d/i.test(bare)) return null;
  if (/^[^@/]+@[^@/]+\.[a-z]{2,}$/i.test(bare)) return `mailto:${bare}`;
  return /^[\w-]+(\.[\w-]+)*\.[a-z]{2,}([/:?#].*)?$/i.test(bare) ? `https://${bare}` : null;
}
