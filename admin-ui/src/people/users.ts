import { isRecord } from "../api/json-object.ts";
import { type Collection, isReadable } from "../model/model.ts";

/** What the pages know of a user; null for what may not be read. */
export type UserRow = {
  id: string;
  name: string | null;
  email: string | null;
  roles: string[];
  createdAt: string | null;
};

const wanted = ["name", "email", "roles", "createdAt"];

/** What is asked of each user: only what may be read. */
export function userSelection(users: Collection): string {
  const readable = users.fields.filter((field) => wanted.includes(field.name) && isReadable(field));
  return ["id", ...readable.map((field) => field.name)].join(" ");
}

export function readUser(record: unknown): UserRow | null {
  if (!isRecord(record) || typeof record.id !== "string") return null;
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  return {
    id: record.id,
    name: text(record.name),
    email: text(record.email),
    roles: Array.isArray(record.roles) ? record.roles.map(String) : [],
    createdAt: text(record.createdAt),
  };
}

export function userName(user: UserRow): string {
  return user.name?.trim() || user.email || user.id;
}

/** The filter for what is typed and for a role; null for everybody. */
export function userFilter(
  users: Collection,
  typed: string,
  role: string | null,
): Record<string, unknown> | null {
  const text = typed.trim();
  const may = (name: string, operator: string) =>
    users.fields.some((field) => field.name === name && field.operators.includes(operator));
  const texts = ["name", "email"].filter((name) => may(name, "contains"));
  const filters: Record<string, unknown>[] = [];
  if (text !== "")
    filters.push({
      or: [
        ...texts.map((name) => ({ [name]: { contains: text, mode: "INSENSITIVE" } })),
        { id: { eq: text } },
      ],
    });
  if (role !== null && may("roles", "has")) filters.push({ roles: { has: role } });
  if (filters.length === 0) return null;
  return filters.length === 1 ? (filters[0] ?? null) : { and: filters };
}
