const harmless = new Set(["http:", "https:", "mailto:", "tel:"]);

/** The address as a link may have it; null for what is no address, or one that would run as a script. */
export function openAddress(text: unknown): string | null {
  if (typeof text !== "string") return null;
  try {
    const url = new URL(text);
    return harmless.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
