import { isRecord } from "../../api/json-object.ts";
import { InvalidValue } from "../../fields/invalid-value.ts";

/** Operators that compare with several values. */
export const severalOf = new Set(["in", "notIn", "hasEvery", "hasSome", "isAnyOf", "is"]);

/** Whether a test says enough to be asked. */
export function isComplete(operator: string, value: unknown): boolean {
  if (value === null || value === undefined || value === "" || value instanceof InvalidValue) return false;
  if (severalOf.has(operator)) return Array.isArray(value) && value.length > 0;
  if (operator === "between")
    return Array.isArray(value) && value.length === 2 && value.every((bound) => isComplete("eq", bound));
  if (operator === "near") return isRecord(value) && haveNumbers(value, ["lat", "lng", "meters"]);
  if (operator === "within") return isRecord(value) && isArea(value);
  if (operator === "path")
    return (
      isRecord(value) && typeof value.at === "string" && value.at !== "" && Object.keys(value).length > 1
    );
  return true;
}

function isArea(value: Record<string, unknown>): boolean {
  if (Array.isArray(value.polygon)) return value.polygon.length > 2;
  return isRecord(value.box) && haveNumbers(value.box, ["minLat", "minLng", "maxLat", "maxLng"]);
}

function haveNumbers(value: Record<string, unknown>, names: string[]): boolean {
  return names.every((name) => typeof value[name] === "number");
}

/** What was typed for a field of the type; null when it is no such value. */
export function typedValue(text: string, type: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (type === "Int" || type === "Float") {
    const number = Number(trimmed);
    return Number.isFinite(number) && (type === "Float" || Number.isInteger(number)) ? number : null;
  }
  if (type === "BigInt") return /^-?\d+$/.test(trimmed) ? trimmed : null;
  if (type === "Decimal") return /^-?\d+(\.\d+)?$/.test(trimmed) ? trimmed : null;
  return trimmed;
}
