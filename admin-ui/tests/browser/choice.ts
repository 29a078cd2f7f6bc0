import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** A box to choose from a list in, by its name. */
export function box(within: Page | Locator, name: string): Locator {
  return within
    .getByRole("combobox", { name, exact: true })
    .or(within.getByRole("textbox", { name, exact: true }))
    .first();
}

/** Opens the box and takes the option. */
export async function choose(page: Page, within: Page | Locator, name: string, option: string | RegExp) {
  const isExact = typeof option === "string";
  const wanted = page.getByRole("option", { name: option, exact: isExact });
  // A dialog that is still opening moves the box away from under the click.
  const openBox = async () => {
    if (await wanted.isVisible()) return true;
    // What is chosen lies over the box of a list.
    await box(within, name).click({ force: true });
    return wanted.isVisible();
  };
  await expect.poll(openBox, { interval: 500 }).toBe(true);
  await wanted.click();
}
