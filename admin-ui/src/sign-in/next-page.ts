/** Where one goes after the sign-in: a path of the admin, and never another site. */
export function safeNext(wanted: unknown): string {
  if (typeof wanted !== "string" || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted)) return "/";
  return /^\/sign-in([/?#]|$)/.test(wanted) ? "/" : wanted;
}

/** Keeps where one was until the link of a mail is opened, in whichever window: its page reads it (`http/link.js`). */
export function rememberNext(next: string): void {
  localStorage.setItem("headwater.next", JSON.stringify({ next, at: Date.now() }));
}
