/** Where one goes after the sign-in: a path of the admin, and never another site. */
export function safeNext(wanted: unknown): string {
  if (typeof wanted !== "string" || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted)) return "/";
  return /^\/(sign-in|link)([/?#]|$)/.test(wanted) ? "/" : wanted;
}

const storageKey = "headwater.next";
const keptMilliseconds = 24 * 3600 * 1000;

/** Keeps where one was until the link of a mail is opened, in whichever window. */
export function rememberNext(next: string, now: number = Date.now()): void {
  localStorage.setItem(storageKey, JSON.stringify({ next, at: now }));
}

/** What was kept, once. */
export function takeNext(now: number = Date.now()): string {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "null");
    localStorage.removeItem(storageKey);
    return readKept(kept, now);
  } catch {
    return "/";
  }
}

export function readKept(kept: unknown, now: number): string {
  if (typeof kept !== "object" || kept === null || !("next" in kept) || !("at" in kept)) return "/";
  const isFresh = typeof kept.at === "number" && now - kept.at < keptMilliseconds;
  return isFresh ? safeNext(kept.next) : "/";
}
