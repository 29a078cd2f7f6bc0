import { afterAll, afterEach, expect, test, vi } from "vitest";
import { listenForPalette } from "./palette-shortcut.ts";
import { closePalette, openPalette, typedEarly } from "./palette-store.ts";

const page = { activeElement: null, querySelector: (_: string): unknown => null };
vi.stubGlobal("window", new EventTarget());
vi.stubGlobal("document", page);
vi.stubGlobal("requestAnimationFrame", () => 0);
afterAll(listenForPalette());
afterEach(closePalette);

/** @returns whether the page below hears of the key. */
function press(key: string): boolean {
  return window.dispatchEvent(Object.assign(new Event("keydown", { cancelable: true }), { key }));
}

test("what is typed before the palette is there is kept for it", () => {
  page.querySelector = () => null;
  expect(press("a")).toBe(true);
  openPalette();
  expect(press("b")).toBe(false);
  expect(typedEarly().typed).toBe("b");
});

test("once the palette is there, keys go to what has the focus", () => {
  page.querySelector = () => ({});
  openPalette();
  expect(press("b")).toBe(true);
  expect(typedEarly().typed).toBe("");
});
