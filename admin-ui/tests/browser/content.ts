import type { Page } from "playwright-core";
import { expect } from "vitest";
import { ask } from "./people.ts";

/** A text that nothing else holds, so that journeys never meet each other's records. */
export function unique(words: string): string {
  made += 1;
  return `${words} ${Date.now().toString(36)}${made}`;
}
let made = 0;

/** An article of its own, by an author and in a section of the sample, with more or other values. */
export async function makeArticle(title: string, values: object = {}): Promise<string> {
  const data = {
    title,
    standfirst: "Some words.",
    author: { connect: { name: "Tobias Rehm" } },
    section: { connect: { name: "Columns" } },
    blocks: [],
    ...values,
  };
  const { createArticle } = await ask<{ createArticle: { id: string } }>(
    "mutation Make($data: ArticleCreate!) { createArticle(data: $data) { id } }",
    { data },
  );
  return createArticle.id;
}

/** What the API says of an article. */
export async function article<Data>(id: string, selection: string): Promise<Data> {
  const { article } = await ask<{ article: Data }>(
    `query Article($id: ID!) { article(id: $id) { ${selection} } }`,
    { id },
  );
  return article;
}

/** Waits until the element holds the focus. */
export async function expectFocus(page: Page, role: "textbox" | "combobox", name: string): Promise<void> {
  const element = page.getByRole(role, { name, exact: true });
  await expect.poll(() => element.evaluate((it) => it === document.activeElement)).toBe(true);
}

/** Saves the entry by its button, and waits until it says so. */
export async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Saved", { exact: true }).last().waitFor();
}
