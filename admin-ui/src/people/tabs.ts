export const tabs = ["users", "roles", "invitations", "access", "explain", "activity"] as const;
export type Tab = (typeof tabs)[number];

export function readTab(wanted: unknown): Tab {
  return tabs.find((known) => known === wanted) ?? "users";
}

/** A text of the address; null when there is none. */
export function readText(wanted: unknown): string | null {
  if (typeof wanted === "number") return String(wanted);
  return typeof wanted === "string" && wanted !== "" ? wanted : null;
}
