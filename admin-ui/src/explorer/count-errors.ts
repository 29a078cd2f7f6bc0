import { isRecord } from "../api/json-object.ts";

/** How many errors an answer of GraphQL tells of; none when it isn't one. */
export function countErrors(body: string): number {
  try {
    const answer: unknown = JSON.parse(body);
    return isRecord(answer) && Array.isArray(answer.errors) ? answer.errors.length : 0;
  } catch {
    return 0;
  }
}
