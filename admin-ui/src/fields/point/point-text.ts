/** Places as people paste them. */

export type Place = { lat: number; lng: number };

/** A value as a place; null for everything else. */
export function placeOf(value: unknown): Place | null {
  if (typeof value !== "object" || value === null) return null;
  const { lat, lng } = value as Partial<Place>;
  return typeof lat === "number" && typeof lng === "number" ? { lat, lng } : null;
}

/** Degrees that may be typed: a number within the limit, without an exponent. */
export function readDegrees(text: string, limit: 90 | 180): number | null {
  const match = /^([+\-\u2212]?\d+(?:\.\d+)?)\s*°?\s*([NESW])?$/i.exec(text.trim());
  const [, digits, side = ""] = match ?? [];
  if (digits === undefined) return null;
  const sides = limit === 90 ? "NS" : "EW";
  if (side !== "" && !sides.includes(side.toUpperCase())) return null;
  const degrees = Number(digits.replace("\u2212", "-")) * (/[SW]/i.test(side) ? -1 : 1);
  return Math.abs(degrees) <= limit ? degrees + 0 : null;
}

/** Reads `52.5, 13.4`, `52.5 13.4`, `52.5° N, 13.4° E`, and the addresses of maps that end so; latitude first. */
export function readPlace(text: string): Place | null {
  const inAddress = /[@/=](-?\d+\.\d+)(?:,|%2C|\/)(-?\d+\.\d+)/.exec(text);
  const parts = inAddress
    ? [inAddress[1] ?? "", inAddress[2] ?? ""]
    : text.trim().split(/\s*[,;]\s*|\s+(?=[+\-\u2212\d])/);
  if (parts.length !== 2) return null;
  const [lat, lng] = [readDegrees(parts[0] ?? "", 90), readDegrees(parts[1] ?? "", 180)];
  return lat === null || lng === null ? null : { lat, lng };
}

export function placeWords(place: Place): string {
  return `${place.lat}, ${place.lng}`;
}
