import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { choose } from "./choice.ts";
import { unique } from "./content.ts";
import { startJourney } from "./journey.ts";
import { ask } from "./people.ts";

const journey = startJourney();

const many = 30;

async function count(title: string, more = ""): Promise<number> {
  const { articlesAggregate } = await ask<{ articlesAggregate: { count: number } }>(
    `query Count($title: String!) {
      articlesAggregate(where: { title: { startsWith: $title } ${more} }) { count }
    }`,
    { title },
  );
  return articlesAggregate.count;
}

test("all that match are edited, exported and deleted together", async () => {
  const title = unique("Bulk");
  const data = Array.from({ length: many }, (_, place) => ({
    title: `${title}, "${place}"`,
    standfirst: "=1+1",
    author: { connect: { name: "Tobias Rehm" } },
    section: { connect: { name: "Columns" } },
    blocks: [],
  }));
  await ask("mutation Make($data: [ArticleCreate!]!) { createArticles(data: $data) { id } }", { data });

  const page = await journey.as("editor", "/content/Article");
  await page.getByRole("searchbox", { name: "Search in Articles" }).fill(title);
  await page.getByText(`1–${many} of ${many}`).waitFor();
  await page.getByRole("combobox", { name: "Entries on a page" }).selectOption("25");
  await page.getByText(`1–25 of ${many}`).waitFor();
  await page.getByRole("checkbox", { name: "Select all on this page" }).click();
  const bar = page.getByRole("region", { name: "Selection" });
  await bar.getByText("25 selected").waitFor();
  await bar.getByRole("button", { name: `Select all ${many}` }).click();
  await bar.getByText(`${many} selected`).waitFor();

  await bar.getByRole("button", { name: "Edit", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await choose(page, dialog, "Choose a field to change", "Minutes");
  await dialog.getByRole("textbox", { name: "Minutes" }).fill("42");
  await dialog.getByRole("button", { name: `Change ${many} entries` }).click();
  await dialog.getByText(`${many} of ${many} done`).waitFor();
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
  expect(await count(title, "minutes: { eq: 42 }")).toBe(many);

  await bar.getByRole("button", { name: "Export" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("dialog", { name: "Export" }).getByRole("button", { name: "Export" }).click();
  const file = await readFile(await (await download).path(), "utf8");
  expect((await download).suggestedFilename()).toMatch(/^Article-\d{4}-\d\d-\d\d\.csv$/);
  const lines = file.trim().split("\r\n");
  expect(lines).toHaveLength(many + 1);
  expect(lines[0]).toMatch(/^\uFEFF?id,.*title/);
  for (let place = 0; place < many; place += 1) expect(file).toContain(`"${title}, ""${place}"""`);

  await bar.getByRole("button", { name: "Delete", exact: true }).click();
  const deletion = page.getByRole("dialog", { name: `Delete ${many} entries?` });
  await deletion.getByText("Nothing else points here.").waitFor();
  expect(await count(title)).toBe(many);
  await deletion.getByRole("button", { name: `Delete ${many} entries` }).click();
  await deletion.getByText(`${many} of ${many} done`).waitFor();
  await deletion.getByRole("button", { name: "Close", exact: true }).last().click();
  await page.getByText("Nothing matches").waitFor();
  expect(await count(title)).toBe(0);
});
