import { type ConstDirectiveNode, valueFromASTUntyped } from "graphql";
import type { Collection } from "../../model/model.ts";

/** A rule as the model query tells it. */
export function draftRule(directive: ConstDirectiveNode, place: string): Collection["rules"][number] {
  const { to, do: actions, where, check, fields, except, set } = values(directive);
  return {
    to: texts(to) ?? [],
    do: texts(actions) ?? [],
    where: where ?? null,
    check: check ?? null,
    fields: texts(fields),
    except: texts(except),
    set: set ?? null,
    place,
  };
}

/** The arguments as JSON. */
export function values(directive: ConstDirectiveNode | undefined): Record<string, unknown> {
  return Object.fromEntries(
    (directive?.arguments ?? []).map((argument) => [
      argument.name.value,
      valueFromASTUntyped(argument.value),
    ]),
  );
}

export function texts(value: unknown): string[] | null {
  if (value === undefined || value === null) return null;
  return (Array.isArray(value) ? value : [value]).map(String);
}

export function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** `publishedAt` as `Published at`. The server knows better once the change is applied. */
export function inWords(name: string): string {
  const words = name
    .replaceAll("_", " ")
    .replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
