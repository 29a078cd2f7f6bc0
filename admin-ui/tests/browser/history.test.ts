import { expect, test } from "vitest";
import { article, makeArticle, unique } from "./content.ts";
import { startJourney } from "./journey.ts";
import { ask } from "./people.ts";

const journey = startJourney();

const update = (id: string, data: object) =>
  ask("mutation Set($id: ID!, $data: ArticleUpdate!) { updateArticle(id: $id, data: $data) { id } }", {
    id,
    data,
  });

test("the history of an entry shows what changed, and sets a field back", async () => {
  const title = unique("Before");
  const id = await makeArticle(title);
  await update(id, { title: `${title} and after`, minutes: 9 });
  const page = await journey.as("editor", `/content/Article/${id}`);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "History" }).click();
  await page.getByRole("heading", { level: 1, name: `History of ${title} and after` }).waitFor();
  const changes = page.getByRole("article");
  await expect.poll(() => changes.count()).toBe(2);
  const newest = changes.first();
  await newest.getByText("Version 2").waitFor();
  await newest.locator("ins", { hasText: "and after" }).waitFor();
  await newest.getByText("Minutes", { exact: true }).waitFor();

  // Somebody changes it while the page is open: it is told by itself.
  await update(id, { standfirst: "Changed meanwhile." });
  await expect.poll(() => changes.count()).toBe(3);
  await changes.first().getByText("Standfirst", { exact: true }).waitFor();

  await changes.nth(1).getByRole("button", { name: "Restore Title" }).click();
  await page.getByRole("menuitem", { name: "To what it was before" }).click();
  const dialog = page.getByRole("dialog", { name: "Restore these fields?" });
  await dialog.getByRole("button", { name: "Restore 1 field" }).click();
  await page.getByText("Restored", { exact: true }).waitFor();
  await expect
    .poll(() => article(id, "title standfirst minutes"))
    .toEqual({ title, standfirst: "Changed meanwhile.", minutes: 9 });
  await expect.poll(() => changes.count()).toBe(4);
});
