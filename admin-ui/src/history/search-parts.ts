/** How the address names changes of nobody in particular. */
export const nobody = "nobody";

/** Who changed something, as the address names them. */
export function personOf(actor: string | null): string {
  return actor ?? nobody;
}

/** Parts of the address that are texts; what is anything else is as good as missing. */
export function readTextParts<Name extends string>(
  search: Record<string, unknown>,
  names: Name[],
): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = search[name];
    if (typeof value === "string" && value !== "") found[name] = value;
    // The router reads what looks like a number as one.
    if (typeof value === "number") found[name] = String(value);
  }
  return found;
}
