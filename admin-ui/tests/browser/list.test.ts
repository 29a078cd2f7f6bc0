import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { serverUrl } from "./browser.ts";
import { choose } from "./choice.ts";
import { unique } from "./content.ts";
import { startJourney } from "./journey.ts";
import { ask, openAdmin } from "./people.ts";

const journey = startJourney();

/** Where one is in the list: `1–50 of 3,503`. */
const range = (page: Page, text: string | RegExp) => page.getByText(text).waitFor();
const rows = (page: Page) => page.getByRole("row").filter({ has: page.getByRole("checkbox") });
const titles = (page: Page) => page.locator("tbody tr td:nth-child(2)").allTextContents();

const album = "For Those About To Rock We Salute You";

async function namesOnAlbum(orderBy: string): Promise<string[]> {
  const { tracks } = await ask<{ tracks: { name: string }[] }>(
    `query Names($album: String!) {
      tracks(where: { album: { title: { eq: $album } } }, orderBy: [${orderBy}]) { name }
    }`,
    { album },
  );
  return tracks.map(({ name }) => name);
}

test("a page of the list costs two requests, and the others are turned to by cursor", async () => {
  const page = await journey.as("editor", "/account");
  await page.getByRole("heading", { level: 1, name: "Account" }).waitFor();
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/graphql") && request.method() === "POST")
      asked.push(request.postData() ?? "");
  });
  await page.goto(`${serverUrl()}/admin/content/Track`);
  await range(page, /^1–50 of 3,503$/);
  await page.waitForLoadState("networkidle");
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.length).toBeLessThanOrEqual(2);

  const [first] = await titles(page);
  await page.getByRole("button", { name: "Next page" }).click();
  await range(page, /^51–100 of 3,503$/);
  await expect.poll(async () => (await titles(page))[0]).not.toBe(first);
  await page.getByRole("button", { name: "Last page" }).click();
  await range(page, /^3,501–3,503 of 3,503$/);
  await expect.poll(async () => (await titles(page)).length).toBe(3);
  await page.goBack();
  await range(page, /^51–100 of 3,503$/);
});

test("a list is filtered by a related field, sorted, given a column, and kept as a view", async () => {
  const page = await journey.as("admin", "/content/Track");
  await range(page, /of 3,503$/);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const filters = page.getByRole("region", { name: "Filters" });
  await choose(page, filters, "Field", /^Album/);
  await choose(page, filters, "Field of Album", "Title");
  await choose(page, filters, "Comparison", "is");
  await filters.getByRole("textbox", { name: "Value" }).fill(album);
  await range(page, /^1–10 of 10$/);
  await filters.getByRole("button", { name: "Done" }).click();

  await page.getByRole("columnheader", { name: /^Name/ }).click();
  const sorted = await namesOnAlbum("{ name: ASC }");
  expect(sorted).toHaveLength(10);
  await expect.poll(() => titles(page)).toEqual(sorted);
  await page.getByRole("columnheader", { name: /^Name/ }).click();
  await expect.poll(() => titles(page)).toEqual([...sorted].reverse());

  await page.getByRole("button", { name: "Columns", exact: true }).click();
  await page.getByRole("button", { name: "Fields of Album", exact: true }).click();
  await page.getByRole("button", { name: /^Show Album . Slug$/ }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("columnheader", { name: /Slug/ }).waitFor();
  await expect
    .poll(() => page.getByRole("gridcell", { name: "for-those-about-to-rock-we-salute-you" }).count())
    .toBe(10);

  const name = unique("Loud");
  await page.getByRole("button", { name: "Views", exact: true }).click();
  await page.getByRole("menuitem", { name: "Save as a view…" }).click();
  const dialog = page.getByRole("dialog", { name: "Save as a view…" });
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await choose(page, dialog, "Share with", "Editor");
  await page.keyboard.press("Escape");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("menuitem", { name: "All Tracks" }).click();
  await range(page, /of 3,503$/);

  const edith = await openAdmin(journey.browser(), "editor", "/content/Track");
  await range(edith, /of 3,503$/);
  await edith.getByRole("button", { name: "Views", exact: true }).click();
  await edith.getByRole("menuitem", { name: new RegExp(name) }).click();
  await range(edith, /^1–10 of 10$/);
  await expect.poll(() => titles(edith)).toEqual([...sorted].reverse());
  await edith.getByRole("columnheader", { name: /Slug/ }).waitFor();
});

test("the quick search narrows the list, and an entry is opened from it", async () => {
  const { artistsAggregate } = await ask<{ artistsAggregate: { count: number } }>(
    '{ artistsAggregate(where: { name: { contains: "black", mode: INSENSITIVE } }) { count } }',
  );
  expect(artistsAggregate.count).toBeGreaterThan(1);
  const page = await journey.as("editor", "/content/Artist");
  await range(page, /of 275$/);
  await page.getByRole("searchbox", { name: "Search in Artists" }).fill("black");
  await range(page, `1–${artistsAggregate.count} of ${artistsAggregate.count}`);
  await page.getByRole("link", { name: "Black Sabbath", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Black Sabbath" }).waitFor();
  await page.goBack();
  await range(page, `1–${artistsAggregate.count} of ${artistsAggregate.count}`);
});

test("rows appear, change and vanish while one looks at them", async () => {
  const label = unique("000 live");
  const page = await journey.as("editor", "/content/Tag");
  await expect.poll(() => rows(page).count()).toBeGreaterThan(5);
  const { createTag } = await ask<{ createTag: { id: string } }>(
    "mutation Make($label: String!) { createTag(data: { label: $label }) { id } }",
    { label },
  );
  await page.getByRole("link", { name: label, exact: true }).waitFor();
  await ask(
    "mutation Set($id: ID!, $label: String!) { updateTag(id: $id, data: { label: $label }) { id } }",
    {
      id: createTag.id,
      label: `${label} too`,
    },
  );
  await page.getByRole("link", { name: `${label} too`, exact: true }).waitFor();
  expect(await page.getByRole("link", { name: label, exact: true }).count()).toBe(0);
  await ask("mutation Remove($id: ID!) { deleteTag(id: $id) { id } }", { id: createTag.id });
  await page.getByRole("link", { name: `${label} too`, exact: true }).waitFor({ state: "detached" });
});
