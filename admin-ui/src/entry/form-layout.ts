import type { Field } from "../model/model.ts";

export type Tab = { name: string | null; fields: Field[] };

/** The tabs of a form, in the order in which the model names them; fields without one come first. */
export function tabsOf(fields: Field[]): Tab[] {
  const tabs = new Map<string | null, Field[]>();
  for (const field of fields) {
    const name = field.ui?.tab ?? null;
    tabs.set(name, [...(tabs.get(name) ?? []), field]);
  }
  const first = tabs.get(null);
  const others = [...tabs].filter(([name]) => name !== null);
  return [
    ...(first ? [{ name: null, fields: first }] : []),
    ...others.map(([name, fields]) => ({ name, fields })),
  ];
}

const columnsOf: Record<string, number> = {
  quarter: 3,
  third: 4,
  half: 6,
  "two-thirds": 8,
  "three-quarters": 9,
  full: 12,
};

/** How many of twelve columns a field takes. */
export function columnsFor(field: Field): number {
  return columnsOf[field.ui?.width ?? "full"] ?? 12;
}
