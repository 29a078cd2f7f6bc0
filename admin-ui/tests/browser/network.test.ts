import type { Page, Route } from "playwright-core";
import { expect, test } from "vitest";
import { article, makeArticle, save, unique } from "./content.ts";
import { startJourney } from "./journey.ts";

const journey = startJourney();

const titleOf = (page: Page) => page.getByRole("textbox", { name: "Title", exact: true });
const labelOf = (page: Page) => page.getByRole("textbox", { name: "Label", exact: true });

test("who is offline goes on writing, and saves once they are back", async () => {
  const title = unique("Offline");
  const id = await makeArticle(title);
  const page = await journey.as("editor", `/content/Article/${id}`);
  await titleOf(page).waitFor();
  await page.context().setOffline(true);
  await page.getByText("You are offline.").waitFor();
  await titleOf(page).fill(`${title} kept`);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Not saved yet: the server can’t be reached").waitFor();
  expect(await article(id, "title version")).toEqual({ title, version: 1 });

  await page.context().setOffline(false);
  await page.getByText("You are offline.").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Save again" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  expect(await article(id, "title version")).toEqual({ title: `${title} kept`, version: 2 });
});

test("an answer that is lost on its way does not save twice", async () => {
  const title = unique("Lost answer");
  const page = await journey.as("editor", "/new/Tag");
  await labelOf(page).fill(title);
  let lost = 0;
  const loseAnswer = async (route: Route) => {
    if (!route.request().postData()?.includes("createTag")) return route.continue();
    await route.fetch();
    lost += 1;
    await route.abort();
  };
  await page.route("**/graphql", loseAnswer);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Not saved yet: the server can’t be reached").waitFor();
  expect(lost).toBeGreaterThan(0);
  await page.unroute("**/graphql", loseAnswer);
  await page.getByRole("button", { name: "Save again" }).click();
  await page.waitForURL(/\/content\/Tag\/[^/]+$/);
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
});

test("what is not saved survives a reload", async () => {
  const title = unique("Draft");
  const id = await makeArticle(title);
  const page = await journey.as("editor", `/content/Article/${id}`);
  page.on("dialog", (dialog) => void dialog.accept());
  await titleOf(page).fill(`${title} in mind`);
  await page.getByText("Unsaved", { exact: true }).waitFor();
  await page.reload();
  await page.getByText("There are changes you have not saved").waitFor();
  expect(await titleOf(page).inputValue()).toBe(title);
  await page.getByRole("button", { name: "Restore them" }).click();
  await expect.poll(() => titleOf(page).inputValue()).toBe(`${title} in mind`);
  await save(page);
  expect(await article(id, "title")).toEqual({ title: `${title} in mind` });
  await page.reload();
  await titleOf(page).waitFor();
  expect(await page.getByText("There are changes you have not saved").count()).toBe(0);
});

test("entries that are made in two windows at once are kept apart", async () => {
  const [one, other] = [unique("First window"), unique("Second window")];
  const first = await journey.as("editor", "/new/Tag");
  const second = await first.context().newPage();
  await second.goto(first.url());
  for (const [page, title] of [
    [first, one],
    [second, other],
  ] as const) {
    page.on("dialog", (dialog) => void dialog.accept());
    await labelOf(page).fill(title);
    await page.getByText("Unsaved", { exact: true }).waitFor();
  }
  for (const [page, title] of [
    [second, other],
    [first, one],
  ] as const) {
    await page.reload();
    await page.getByRole("button", { name: "Restore them" }).click();
    await expect.poll(() => labelOf(page).inputValue()).toBe(title);
  }
});
