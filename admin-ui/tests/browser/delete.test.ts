import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { makeArticle, unique } from "./content.ts";
import { startJourney } from "./journey.ts";
import { ask } from "./people.ts";

const journey = startJourney();

async function askToDelete(page: Page) {
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  return page.getByRole("dialog");
}

test("what others need can't be deleted, and the dialog says who they are", async () => {
  const name = unique("Needed");
  const made = await ask<{ createAuthor: { id: string } }>(
    "mutation Make($name: String!) { createAuthor(data: { name: $name }) { id } }",
    { name },
  );
  const title = unique("Needs its author");
  await makeArticle(title, { author: { connect: { name } } });
  const page = await journey.as("editor", `/content/Author/${made.createAuthor.id}`);
  const dialog = await askToDelete(page);
  await dialog.getByText("It can’t be deleted").waitFor();
  await dialog.getByText("prevents it").waitFor();
  expect(await dialog.getByRole("button", { name: "Delete", exact: true }).isDisabled()).toBe(true);
  await dialog.getByRole("link", { name: "1 Article" }).click();
  await page.getByRole("heading", { level: 1, name: "Articles" }).waitFor();
  await page.getByText(title).first().waitFor();
  const { authors } = await ask<{ authors: unknown[] }>(
    "query Authors($name: String!) { authors(where: { name: { eq: $name } }) { id } }",
    { name },
  );
  expect(authors).toHaveLength(1);
});

test("a deleted entry comes back as it was when that is undone", async () => {
  const label = unique("gone soon");
  const { createTag } = await ask<{ createTag: { id: string; slug: string } }>(
    "mutation Make($label: String!) { createTag(data: { label: $label }) { id slug } }",
    { label },
  );
  const tag = async () => {
    const { tag } = await ask<{ tag: unknown }>("query Tag($id: ID!) { tag(id: $id) { id label slug } }", {
      id: createTag.id,
    });
    return tag;
  };
  const page = await journey.as("editor", `/content/Tag/${createTag.id}`);
  const dialog = await askToDelete(page);
  await dialog.getByText("Nothing else points to this entry.").waitFor();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Tags" }).waitFor();
  await page.getByText("Tag deleted").waitFor();
  expect(await tag()).toBeNull();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("heading", { level: 1, name: label }).waitFor();
  expect(await tag()).toEqual({ ...createTag, label });
});
