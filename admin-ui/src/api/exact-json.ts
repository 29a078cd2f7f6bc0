/**
 * JSON without loss: numbers that JavaScript's own can't hold, such as `9007199254740993`, stay as they were written.
 * Everything that may carry people's JSON reads and writes it with these instead of `JSON.parse` and `JSON.stringify`.
 */

/** A number as it was written, for JavaScript has none for it. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }

  /** For whoever writes it with `JSON.stringify` all the same: exact where the browser can. */
  toJSON(): unknown {
    const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown };
    return rawJSON ? rawJSON.call(JSON, this.text) : Number(this.text);
  }
}

/** Begins the strings that stand for such numbers while a text is read or written. Nobody can type it. */
const mark = `\uE000${Math.random().toString(36).slice(2)}:`;

const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Whether there may be such a number in a text at all: most have none, and are read as fast as ever. */
const suspicious = /[\d.]{16}|\d[eE][+-]?\d{2}/;

/** What `JSON.parse` and `JSON.stringify` call for each value. */
type Change = (key: string, value: unknown) => unknown;

/** @throws {SyntaxError} as `JSON.parse` does. */
export function parseJson(text: string, change?: Change): unknown {
  const marked = markExact(text);
  if (marked === text) return JSON.parse(text, change);
  try {
    return JSON.parse(marked, (key, value: unknown) => {
      const read = reviveExact(key, value);
      return change ? change(key, read) : read;
    });
  } catch {
    // What is wrong with it is told of the text as it is.
    return JSON.parse(text, change);
  }
}

/** The value as JSON; "null" for what JSON has no words for. */
export function writeJson(value: unknown, indent?: number, change?: Change): string {
  const write = function (this: unknown, key: string, value: unknown): unknown {
    const own = (this as Record<string, unknown>)[key];
    if (own instanceof ExactNumber) return mark + own.text;
    return change ? change(key, value) : value;
  };
  const text = JSON.stringify(value, write, indent) ?? "null";
  return text.includes(mark) ? text.replace(marks, "$1") : text;
}

const marks = new RegExp(`"${mark}([^"]*)"`, "g");

/** The text with those numbers as strings that `reviveExact` knows. */
export function markExact(text: string): string {
  if (!suspicious.test(text)) return text;
  return text.replace(tokens, (token) =>
    token.startsWith('"') || !number.test(token) || isHeld(token) ? token : `"${mark}${token}"`,
  );
}

/** For `JSON.parse`. */
export function reviveExact(_: string, value: unknown): unknown {
  return typeof value === "string" && value.startsWith(mark)
    ? new ExactNumber(value.slice(mark.length))
    : value;
}

/** Whether JavaScript writes the number with the digits that it was given. */
function isHeld(token: string): boolean {
  return digitsOf(token) === digitsOf(String(Number(token)));
}

/** A number's digits and where its point stands, however it is written: `150.0`, `1.5e2`. */
function digitsOf(text: string): string {
  const [, whole = "", fraction = "", exponent = "0"] =
    /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = whole + fraction;
  const significant = digits.replace(/^0+/, "");
  if (significant === "") return text.includes("I") ? text : "0";
  const point = Number(exponent) + whole.length - (digits.length - significant.length);
  return `${significant.replace(/0+$/, "")}e${point}`;
}
