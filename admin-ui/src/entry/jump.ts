const focusable =
  'input:not([type="hidden"]):not([disabled]), textarea:not([disabled]), select:not([disabled]), [contenteditable="true"], button:not([disabled]), [tabindex="0"]';

const mostTries = 20;

/** Shows a place of the form and puts the cursor there, as soon as its tab or block is open. */
export function jumpTo(path: string, triesLeft = mostTries): void {
  const exact = elementAt(path);
  if (!exact && triesLeft > 0) {
    requestAnimationFrame(() => jumpTo(path, triesLeft - 1));
    return;
  }
  const element = exact ?? nearest(path);
  if (!element) return;
  element.scrollIntoView({ block: "center" });
  const control = element.matches(focusable) ? element : element.querySelector<HTMLElement>(focusable);
  control?.focus({ preventScroll: true });
}

/** The last one is in the drawer on top; what stands in another tab is not there yet. */
function elementAt(path: string): HTMLElement | undefined {
  const found = document.querySelectorAll<HTMLElement>(`[data-path="${CSS.escape(path)}"]`);
  return [...found].filter((element) => element.checkVisibility()).at(-1);
}

/** What is drawn of the way to a place: a block that is closed, or the field itself. */
function nearest(path: string): HTMLElement | undefined {
  const shorter = path.replace(/(\.[^.[\]]+|\[\d+\])$/, "");
  if (shorter === path) return undefined;
  return elementAt(shorter) ?? nearest(shorter);
}

/** The field of the record that an element of the form belongs to. */
export function fieldAround(element: Element): string | null {
  return element.closest("[data-field]")?.getAttribute("data-field") ?? null;
}
