/**
 * Which drafts are in somebody's hands: a form's that is open in this window or in another one. A draft that nobody
 * holds was left behind, by a crash or a reload.
 */

type Message = { kind: "ask"; id: string; prefix: string } | { kind: "held"; id: string; keys: string[] };

/** Windows answer at once, also those in the background. */
const patienceMilliseconds = 80;

const held = new Map<string, number>();
let channel: BroadcastChannel | null = null;
const waiting = new Map<string, (keys: string[]) => void>();

/** @returns lets go of it. */
export function holdDraft(key: string): () => void {
  open();
  held.set(key, (held.get(key) ?? 0) + 1);
  return () => {
    const left = (held.get(key) ?? 1) - 1;
    if (left > 0) held.set(key, left);
    else held.delete(key);
  };
}

/** The keys with that beginning that any form holds. */
export async function heldDrafts(prefix: string): Promise<Set<string>> {
  const found = new Set(heldHere(prefix));
  const asked = open();
  if (!asked) return found;
  const id = `${prefix} ${Math.random()}`;
  waiting.set(id, (keys) => {
    for (const key of keys) found.add(key);
  });
  asked.postMessage({ kind: "ask", id, prefix } satisfies Message);
  await new Promise((resolve) => setTimeout(resolve, patienceMilliseconds));
  waiting.delete(id);
  for (const key of heldHere(prefix)) found.add(key);
  return found;
}

function heldHere(prefix: string): string[] {
  return [...held.keys()].filter((key) => key.startsWith(prefix));
}

function open(): BroadcastChannel | null {
  if (typeof BroadcastChannel === "undefined") return null;
  if (channel) return channel;
  channel = new BroadcastChannel("headwater.drafts");
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === "held") return waiting.get(data.id)?.(data.keys);
    const keys = heldHere(data.prefix);
    if (keys.length > 0) channel?.postMessage({ kind: "held", id: data.id, keys } satisfies Message);
  };
  return channel;
}
