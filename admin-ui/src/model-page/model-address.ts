import { useNavigate, useSearch } from "@tanstack/react-router";

export const views = ["types", "diagram", "files", "changes"] as const;
export type View = (typeof views)[number];

/** What the page's address says. */
export type Address = {
  view: View;
  /** The type whose page is open. */
  type?: string;
  /** What types are searched for. */
  q?: string;
  /** The groups in the diagram; all without it. */
  groups?: string[];
  /** Whether the diagram has components. */
  parts?: boolean;
  /** The open file, and a line of it. */
  file?: string;
  line?: number;
};

export function readAddress(search: Record<string, unknown>): Address {
  const address: Address = { view: views.find((view) => view === search.view) ?? "types" };
  if (typeof search.type === "string") address.type = search.type;
  if (typeof search.q === "string" && search.q !== "") address.q = search.q;
  if (typeof search.file === "string") address.file = search.file;
  if (typeof search.line === "number" && Number.isInteger(search.line)) address.line = search.line;
  if (search.parts === true) address.parts = true;
  if (Array.isArray(search.groups)) {
    const groups = search.groups.filter((group): group is string => typeof group === "string");
    if (groups.length > 0) address.groups = groups;
  }
  return address;
}

/** What stands in the address: nothing that is so anyway. */
export function writeAddress(address: Address): Record<string, unknown> {
  const { view, ...rest } = address;
  const entries = Object.entries(rest).filter(([, value]) => value !== undefined && value !== "");
  return { ...(view === "types" ? {} : { view }), ...Object.fromEntries(entries) };
}

export function useAddress(): Address {
  return readAddress(useSearch({ strict: false }));
}

/** Goes elsewhere on the page. Typing in a search replaces the step of the history. */
export function useGo(): (to: Address, options?: { replace?: boolean }) => void {
  const navigate = useNavigate();
  return (to, options) =>
    void navigate({ to: "/model", search: writeAddress(to), replace: options?.replace ?? false });
}
