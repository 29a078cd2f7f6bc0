import { isRecord } from "../api/json-object.ts";

/** How an operation was answered, as `extensions.explain` tells it. */
export type Explanation = {
  /** Milliseconds by step: `prepare`, `bind`, `database`, `total`, ... */
  milliseconds: Record<string, number>;
  /** The most values that the answer might have held. */
  cost: number | null;
  statements: Statement[];
};

export type Statement = {
  sql: string;
  parameters: unknown[];
  /** The database's plan, a step on each line. */
  plan: string[];
  /** Tables that were read as a whole. */
  fullScans: string[];
  /** Which indexes would help. */
  advice: string[];
};

/** An answer without its explanation, and the explanation, if it has one. Large numbers keep every digit. */
export function takeExplanation(body: string): { body: string; explanation: Explanation | null } {
  // The server writes extensions last, and inside of them the words can only stand with escaped quotes.
  const start = body.lastIndexOf(',"extensions":');
  if (start < 0) return { body, explanation: null };
  const explanation = readExplanation(`{${body.slice(start + 1)}`);
  return explanation ? { body: `${body.slice(0, start)}}`, explanation } : { body, explanation: null };
}

function readExplanation(text: string): Explanation | null {
  try {
    const parsed: unknown = JSON.parse(text);
    const extensions = isRecord(parsed) && isRecord(parsed.extensions) ? parsed.extensions : {};
    const { explain, cost } = extensions;
    if (!isRecord(explain)) return null;
    return {
      milliseconds: readNumbers(explain.milliseconds),
      cost: typeof cost === "number" ? cost : null,
      statements: Array.isArray(explain.statements)
        ? explain.statements.filter(isRecord).map(readStatement)
        : [],
    };
  } catch {
    return null;
  }
}

function readStatement(told: Record<string, unknown>): Statement {
  return {
    sql: typeof told.sql === "string" ? told.sql : "",
    parameters: Array.isArray(told.parameters) ? told.parameters : [],
    plan: readTexts(told.plan),
    fullScans: readTexts(told.fullScans),
    advice: readTexts(told.advice),
  };
}

function readTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function readNumbers(value: unknown): Record<string, number> {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}
