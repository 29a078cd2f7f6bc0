/**
 * Numbers as people type them, read exactly: nothing goes through a float that must not. They are written with a point
 * in every language, as the API has them.
 */

/** A decimal number without an exponent, in its one shortest form: `-0.5`, `1500`. */
export type PlainNumber = string;

export type NumberProblem = "hasComma" | "notNumber";

/** Space, or an apostrophe, between groups of three digits; space after the sign. */
const grouped = /^[+-]?\s?(?:\d{1,3}(?:[\s']\d{3})*|\d+)(?:[.,](?:\d{3}[\s'])*\d*)?(?:[eE][+-]?\d{1,4})?$/;

/** Reads `1 500`, `+.5`, `1.5e3`. Space between digits is what copied numbers have. */
export function plainNumber(text: string): { number: PlainNumber } | { problem: NumberProblem } {
  const typed = text.trim().replace("\u2212", "-");
  // Numbers beside each other, such as a row of a table, are not one number.
  if (/[\s']/.test(typed) && !grouped.test(typed)) return { problem: "notNumber" };
  const bare = typed.replace(/[\s']/g, "");
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(bare);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (!match || whole + fraction === "")
    return { problem: /^[+-]?[\d.,]*\d,[\d.,]*$/.test(bare) ? "hasComma" : "notNumber" };
  return { number: normal(sign === "-", whole, fraction, Number(exponent)) };
}

function normal(isNegative: boolean, whole: string, fraction: string, exponent: number): PlainNumber {
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const left = (point <= 0 ? "" : digits.slice(0, point).padEnd(point, "0")).replace(/^0+/, "") || "0";
  const right = (point < 0 ? "0".repeat(-point) + digits : digits.slice(point)).replace(/0+$/, "");
  const number = right === "" ? left : `${left}.${right}`;
  return isNegative && number !== "0" ? `-${number}` : number;
}

export function isWhole(number: PlainNumber): boolean {
  return !number.includes(".");
}

/** Below zero when `a` is smaller, above when it is larger. */
export function compareNumbers(a: PlainNumber, b: PlainNumber): number {
  const places = Math.max(placesOf(a), placesOf(b));
  const [left, right] = [scaled(a, places), scaled(b, places)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether the server keeps every digit: 96 bits, at most 28 of them behind the point. */
export function fitsDecimal(number: PlainNumber): boolean {
  const places = placesOf(number);
  const digits = scaled(number.replace("-", ""), places);
  return places <= 28 && digits < 2n ** 96n;
}

/** The number, made larger or smaller by a whole one. */
export function plus(number: PlainNumber, by: number): PlainNumber {
  const places = placesOf(number);
  const sum = scaled(number, places) + BigInt(by) * 10n ** BigInt(places);
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, "0");
  return normal(sum < 0n, digits.slice(0, digits.length - places), digits.slice(digits.length - places), 0);
}

function placesOf(number: PlainNumber): number {
  return number.split(".")[1]?.length ?? 0;
}

function scaled(number: PlainNumber, places: number): bigint {
  return BigInt(number.replace(".", "") + "0".repeat(places - placesOf(number)));
}
