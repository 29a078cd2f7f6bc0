/** Whether an image stands on this server: others would learn who reads what, and the page's policy forbids them. */
export function isOwnImage(address: unknown, page: string): boolean {
  if (typeof address !== "string" || address === "") return false;
  try {
    const url = new URL(address, page);
    return url.origin === new URL(page).origin && /^https?:$/.test(url.protocol);
  } catch {
    return false;
  }
}
