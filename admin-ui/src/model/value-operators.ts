import { ExactNumber } from "../api/exact-json.ts";
import { isRecord } from "../api/json-object.ts";
import type { Field } from "./model.ts";
import { numberTypes } from "./number-types.ts";
import { isSameJson } from "./same-value.ts";
import { every, not, some, type Truth } from "./truth.ts";

/** Judges the operators of a filter on one value, as SQL would: nothing equals a null. */
export function testValue(
  field: Pick<Field, "type" | "list">,
  value: unknown,
  test: Record<string, unknown>,
): Truth {
  const { mode, ...operators } = test;
  const isInsensitive = mode === "INSENSITIVE";
  return every(
    Object.entries(operators).map(([operator, operand]) =>
      testOperator(field, value, operator, operand, isInsensitive),
    ),
  );
}

function testOperator(
  field: Pick<Field, "type" | "list">,
  value: unknown,
  operator: string,
  operand: unknown,
  isInsensitive: boolean,
): Truth {
  const equals = (other: unknown): Truth => {
    const order = compare(field.type, value, other, isInsensitive);
    return order === null ? null : order === 0;
  };
  const ordered = (holds: (order: number) => boolean, other: unknown): Truth => {
    const order = compare(field.type, value, other, isInsensitive);
    return order === null ? null : holds(order);
  };
  switch (operator) {
    case "isNull":
      return (value === null) === operand;
    case "eq":
      return operand === null ? value === null : equals(operand);
    case "ne":
      return operand === null ? value !== null : not(equals(operand));
    case "in":
      return isAmong(operand, equals);
    case "notIn":
      return not(isAmong(operand, equals));
    case "lt":
      return ordered((order) => order < 0, operand);
    case "lte":
      return ordered((order) => order <= 0, operand);
    case "gt":
      return ordered((order) => order > 0, operand);
    case "gte":
      return ordered((order) => order >= 0, operand);
    case "between": {
      const [low, high] = bounds(operand);
      return every([ordered((order) => order >= 0, low), ordered((order) => order <= 0, high)]);
    }
    case "contains":
    case "startsWith":
    case "endsWith":
    case "like":
      return testText(operator, value, operand, isInsensitive);
    case "has":
      return Array.isArray(value) && operand !== null
        ? value.some((item) => isSameItem(field.type, item, operand))
        : null;
    case "hasEvery":
      return hasItems(field.type, value, operand, (has) => has.every(Boolean));
    case "hasSome":
      return hasItems(field.type, value, operand, (has) => has.some(Boolean));
    case "isEmpty":
      return Array.isArray(value) ? (value.length === 0) === operand : null;
    case "near":
      return isNear(value, operand);
    case "within":
      return isWithin(value, operand);
    case "path":
      return testPath(value, operand);
    default:
      return null;
  }
}

function isAmong(operands: unknown, equals: (operand: unknown) => Truth): Truth {
  const list = Array.isArray(operands) ? operands : [operands];
  return some(list.map((operand) => (operand === null ? null : equals(operand))));
}

function bounds(operand: unknown): [unknown, unknown] {
  return Array.isArray(operand) ? [operand[0], operand[1]] : [null, null];
}

function hasItems(type: string, value: unknown, operand: unknown, judge: (has: boolean[]) => boolean): Truth {
  if (!Array.isArray(value) || !Array.isArray(operand) || operand.includes(null)) return null;
  return judge(operand.map((wanted) => value.some((item) => isSameItem(type, item, wanted))));
}

/** A form holds long numbers as texts, where a filter may have the number itself. */
function isSameItem(type: string, item: unknown, wanted: unknown): boolean {
  return numberTypes.has(type) ? compare(type, item, wanted) === 0 : isSameJson(item, wanted);
}

const wholeNumbers = new Set(["Int", "BigInt"]);

/** Less than 0 when the value is smaller; null when one of them is missing or they can't be compared. */
export function compare(type: string, a: unknown, b: unknown, isInsensitive = false): number | null {
  if (a === null || a === undefined || b === null || b === undefined) return null;
  if (wholeNumbers.has(type)) return sign(readWhole(a), readWhole(b));
  if (numberTypes.has(type)) return compareDecimals(String(a), String(b));
  if (typeof a === "boolean" || typeof b === "boolean") return a === b ? 0 : a === true ? 1 : -1;
  if (type === "DateTime") return sign(Date.parse(String(a)), Date.parse(String(b)));
  const [one, other] = isInsensitive
    ? [String(a).toLowerCase(), String(b).toLowerCase()]
    : [String(a), String(b)];
  return compareCodePoints(one, other);
}

function readWhole(value: unknown): bigint | null {
  const text = String(value);
  return /^-?\d+$/.test(text) ? BigInt(text) : null;
}

/** Decimals have more digits than JavaScript's numbers: they are compared as whole numbers of their last place. */
function compareDecimals(a: string, b: string): number | null {
  const plain = /^-?\d+(\.\d+)?$/;
  if (!plain.test(a) || !plain.test(b)) return sign(Number(a), Number(b));
  const places = Math.max(placesOf(a), placesOf(b));
  return sign(scaled(a, places), scaled(b, places));
}

function placesOf(decimal: string): number {
  return decimal.split(".")[1]?.length ?? 0;
}

function scaled(decimal: string, places: number): bigint {
  const [whole = "0", part = ""] = decimal.split(".");
  return BigInt(whole + part.padEnd(places, "0"));
}

function sign(a: number | bigint | null, b: number | bigint | null): number | null {
  if (a === null || b === null || Number.isNaN(a) || Number.isNaN(b)) return null;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By code points, as the databases sort: JavaScript compares halves of them. */
function compareCodePoints(a: string, b: string): number {
  const [one, other] = [[...a], [...b]];
  for (let at = 0; at < Math.min(one.length, other.length); at += 1) {
    const order = (one[at]?.codePointAt(0) ?? 0) - (other[at]?.codePointAt(0) ?? 0);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

function testText(operator: string, value: unknown, operand: unknown, isInsensitive: boolean): Truth {
  if (typeof value !== "string" || typeof operand !== "string") return null;
  const text = isInsensitive ? value.toLowerCase() : value;
  const wanted = isInsensitive ? operand.toLowerCase() : operand;
  if (operator === "startsWith") return text.startsWith(wanted);
  if (operator === "endsWith") return text.endsWith(wanted);
  return operator === "like" ? likePattern(wanted).test(text) : text.includes(wanted);
}

/** `%` is any text, `_` any character, and `\` takes the next one as it is. */
function likePattern(like: string): RegExp {
  const parts = [...like.matchAll(/\\([\s\S])|[\s\S]/gu)].map(([whole, escaped]) => {
    if (escaped === undefined && whole === "%") return "[\\s\\S]*";
    if (escaped === undefined && whole === "_") return "[\\s\\S]";
    return (escaped ?? whole).replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`, "u");
}

type Place = { lat: number; lng: number };

function isPlace(value: unknown): value is Place {
  return isRecord(value) && typeof value.lat === "number" && typeof value.lng === "number";
}

const earthRadiusMeters = 6_371_008.8;

function isNear(value: unknown, operand: unknown): Truth {
  if (!isPlace(value) || !isRecord(operand) || !isPlace(operand)) return null;
  const { meters } = operand as Place & { meters?: unknown };
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [lat, lng] = [radians(operand.lat - value.lat) / 2, radians(operand.lng - value.lng) / 2];
  const chord =
    Math.sin(lat) ** 2 + Math.cos(radians(value.lat)) * Math.cos(radians(operand.lat)) * Math.sin(lng) ** 2;
  return 2 * earthRadiusMeters * Math.asin(Math.min(1, Math.sqrt(chord))) <= Number(meters);
}

function isWithin(value: unknown, operand: unknown): Truth {
  if (!isPlace(value) || !isRecord(operand)) return null;
  const { box, polygon } = operand;
  if (isRecord(box)) return isInBox(value, box);
  return Array.isArray(polygon) ? isInPolygon(value, polygon.filter(isPlace)) : null;
}

/** A box whose west is east of its east goes over the date line. */
function isInBox({ lat, lng }: Place, box: Record<string, unknown>): boolean {
  const [south, north] = [Number(box.minLat), Number(box.maxLat)];
  const [west, east] = [Number(box.minLng), Number(box.maxLng)];
  const isBetween = west <= east ? lng >= west && lng <= east : lng >= west || lng <= east;
  return lat >= south && lat <= north && isBetween;
}

function isInPolygon({ lat, lng }: Place, corners: Place[]): boolean {
  let isInside = false;
  corners.forEach((corner, index) => {
    const before = corners.at(index - 1) ?? corner;
    if (corner.lat > lat === before.lat > lat) return;
    const crossing =
      ((before.lng - corner.lng) * (lat - corner.lat)) / (before.lat - corner.lat) + corner.lng;
    if (lng < crossing) isInside = !isInside;
  });
  return isInside;
}

/** The comparisons at a place inside a JSON value: one of another type fails. */
function testPath(value: unknown, operand: unknown): Truth {
  if (!isRecord(operand)) return null;
  const { at, ...tests } = operand;
  const place = placeIn(value, String(at));
  return every(
    Object.entries(tests).map(([operator, wanted]) => {
      if (operator === "exists") return (place !== undefined) === wanted;
      if (operator === "isNull") return (place ?? null) === null ? wanted === true : wanted === false;
      if (place === undefined || place === null) return false;
      if (operator === "ne") return !isSameJson(place, wanted);
      if (operator === "eq") return isSameJson(place, wanted);
      if (operator === "in" || operator === "notIn") {
        const isFound = Array.isArray(wanted) && wanted.some((one) => isSameJson(place, one));
        return operator === "in" ? isFound : !isFound;
      }
      const sample = operator === "between" ? bounds(wanted)[0] : wanted;
      if (sortOf(place) !== sortOf(sample)) return false;
      const type = sortOf(place) === "number" ? "Float" : "String";
      return testOperator({ type, list: false }, place, operator, wanted, false);
    }),
  );
}

function sortOf(value: unknown): string {
  return value instanceof ExactNumber ? "number" : typeof value;
}

function placeIn(value: unknown, path: string): unknown {
  const steps = path.split(/[.[\]]/).filter((step) => step !== "");
  return steps.reduce<unknown>((inside, step) => {
    if (Array.isArray(inside)) return inside[Number(step)];
    return isRecord(inside) && Object.hasOwn(inside, step) ? inside[step] : undefined;
  }, value);
}
