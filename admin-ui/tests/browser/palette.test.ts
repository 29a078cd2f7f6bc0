import { expect, test } from "vitest";
import { expectFocus, makeArticle, unique } from "./content.ts";
import { startJourney } from "./journey.ts";

const journey = startJourney();

test("the palette jumps to entries, collections and new entries by keyboard alone", async () => {
  const title = unique("Jump here");
  await makeArticle(title);
  const page = await journey.as("editor", "/");
  await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
  const palette = page.getByRole("combobox", { name: "Search and jump" });
  const open = async () => {
    await palette.waitFor({ state: "detached" });
    await page.keyboard.press("ControlOrMeta+k");
    await expectFocus(page, "combobox", "Search and jump");
  };
  await open();
  // Nothing is found yet when Enter is pressed.
  await page.keyboard.type(title);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: title }).waitFor();

  await open();
  await page.keyboard.type("new review");
  await page.getByRole("option", { name: "New: Review" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "New: Review" }).waitFor();

  await open();
  await page.keyboard.type("venues");
  await page
    .getByRole("option", { name: /^Venues/ })
    .first()
    .waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Venues" }).waitFor();
  await open();
  await page.keyboard.press("Escape");
  await palette.waitFor({ state: "detached" });
});

test("the pages speak German once that is chosen, and go on to", async () => {
  const page = await journey.as("editor", "/content/Venue");
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitemradio", { name: "Deutsch" }).click();
  await page.getByRole("link", { name: "Übersicht" }).last().waitFor();
  await page
    .getByRole("button", { name: "Filtern", exact: true })
    .or(page.getByRole("button", { name: "Filter", exact: true }))
    .waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("de");
  await page.reload();
  await page.getByRole("link", { name: "Übersicht" }).last().waitFor();
  await page.getByRole("button", { name: "Konto" }).click();
  await page.getByRole("menuitemradio", { name: "English" }).click();
  await page.getByRole("link", { name: "Dashboard", exact: true }).waitFor();
});

test("the first Tab leads to the content", async () => {
  const page = await journey.as("editor", "/content/Venue");
  await page.getByRole("heading", { level: 1, name: "Venues" }).waitFor();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the content" });
  await expect.poll(() => skip.evaluate((link) => link === document.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const isInside = () =>
    page.evaluate(() => document.querySelector("#content")?.contains(document.activeElement) ?? false);
  await expect.poll(isInside).toBe(true);
});
