import { useSyncExternalStore } from "react";

/**
 * As whom requests are sent. An admin may look at everything as a role or as another user does; the tab remembers
 * it, so that other windows go on as they are.
 */
export type Viewpoint =
  | { kind: "self" }
  | { kind: "roles"; roles: string[] }
  | {
      kind: "user";
      name: string;
      accessToken: string /** Until when the token counts. */;
      expiresAt?: string;
    };

const storageKey = "headwater.viewpoint";
const self: Viewpoint = { kind: "self" };
const listeners = new Set<() => void>();
let current = read();

export function viewpoint(): Viewpoint {
  return current;
}

/** Changes as whom requests are sent. What was read as somebody else must be forgotten by the caller. */
export function setViewpoint(next: Viewpoint): void {
  current = next;
  if (next.kind === "self") sessionStorage.removeItem(storageKey);
  else sessionStorage.setItem(storageKey, JSON.stringify(next));
  for (const listener of listeners) listener();
}

export function useViewpoint(): Viewpoint {
  return useSyncExternalStore(listen, viewpoint);
}

/** The headers that say so. */
export function viewpointHeaders(from: Viewpoint): Record<string, string> {
  switch (from.kind) {
    case "self":
      return {};
    case "roles":
      return { "x-headwater-role": from.roles.join(",") };
    case "user":
      return { authorization: `Bearer ${from.accessToken}` };
  }
}

/** The payload of `connection_init` that says so. */
export function viewpointPayload(from: Viewpoint): Record<string, string> {
  switch (from.kind) {
    case "self":
      return {};
    case "roles":
      return { "x-headwater-role": from.roles.join(",") };
    case "user":
      return { authorization: `Bearer ${from.accessToken}` };
  }
}

function listen(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function read(): Viewpoint {
  try {
    const stored = sessionStorage.getItem(storageKey);
    return stored === null ? self : (JSON.parse(stored) as Viewpoint);
  } catch {
    return self;
  }
}
