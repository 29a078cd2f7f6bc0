import type { Locator, Page } from "playwright-core";

/** A box to choose from a list in, by its name. */
export function box(within: Page | Locator, name: string): Locator {
  return within
    .getByRole("combobox", { name, exact: true })
    .or(within.getByRole("textbox", { name, exact: true }))
    .first();
}

/** Opens the box and takes the option. */
export async function choose(page: Page, within: Page | Locator, name: string, option: string | RegExp) {
  // What is chosen lies over the box of a list.
  await box(within, name).click({ force: true });
  const isExact = typeof option === "string";
  await page.getByRole("option", { name: option, exact: isExact }).click();
}
