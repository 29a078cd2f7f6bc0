import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { article, makeArticle, save, unique } from "./content.ts";
import { startJourney } from "./journey.ts";

const journey = startJourney();

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

test("on a phone an entry is found by the menu and the list, changed and saved", async () => {
  const title = unique("On the phone");
  const id = await makeArticle(title);
  const page = await journey.as("editor", "/", { width: 390 });
  await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  const menu = page.getByRole("button", { name: "Open or close the menu" });
  const articles = page.getByRole("navigation", { name: "Magazine" }).getByRole("link", { name: "Articles" });
  expect(await menu.getAttribute("aria-expanded")).toBe("false");
  await menu.click();
  await articles.click();
  await page.getByRole("heading", { level: 1, name: "Articles" }).waitFor();
  await expect.poll(() => menu.getAttribute("aria-expanded")).toBe("false");
  await page.getByRole("searchbox", { name: "Search in Articles" }).fill(title);
  await page.getByText(/^1–1 of 1$/).waitFor();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.getByRole("link", { name: title, exact: true }).click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await page.getByRole("textbox", { name: "Title", exact: true }).fill(`${title}, changed`);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await save(page);
  expect(await article(id, "title")).toEqual({ title: `${title}, changed` });
});
