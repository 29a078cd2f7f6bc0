import { ExactNumber } from "../api/exact-json.ts";

/**
 * The value `after`, made of the parts of `before` that are the same: what is drawn from them need not be drawn again,
 * and who writes in one keeps their place.
 */
export function shareEqual(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before;
  if (before instanceof ExactNumber && after instanceof ExactNumber)
    return before.text === after.text ? before : after;
  if (Array.isArray(before) && Array.isArray(after)) {
    const shared = after.map((item, index) => shareEqual(before[index], item));
    const isSame = before.length === after.length && shared.every((item, index) => item === before[index]);
    return isSame ? before : shared;
  }
  if (!isPlain(before) || !isPlain(after)) return after;
  const names = Object.keys(after);
  const shared = Object.fromEntries(names.map((name) => [name, shareEqual(before[name], after[name])]));
  const isSame =
    Object.keys(before).length === names.length &&
    names.every((name) => Object.hasOwn(before, name) && Object.is(shared[name], before[name]));
  return isSame ? before : shared;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
