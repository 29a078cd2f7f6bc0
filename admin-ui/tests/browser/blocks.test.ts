import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { article, makeArticle, save, unique } from "./content.ts";
import { startJourney } from "./journey.ts";
import { ask } from "./people.ts";

const journey = startJourney();

const block = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

async function act(page: Page, name: string, action: string) {
  await page.getByRole("button", { name: `Actions for ${name}`, exact: true }).click();
  await page.getByRole("menuitem", { name: action, exact: true }).click();
  await page.getByRole("menuitem").first().waitFor({ state: "detached" });
}

type Blocks = { blocks: { __typename: string; text?: string; said?: string }[] };
const blocksOf = (id: string) =>
  article<Blocks>(id, "blocks { __typename ... on Prose { text } ... on Quote { said: text } }");

test("blocks are added between, moved by keyboard, duplicated, folded and copied to another article", async () => {
  const prose = (text: string) => ({ prose: { text } });
  const id = await makeArticle(unique("Blocks"), { blocks: [prose("First words."), prose("Last words.")] });
  const other = await makeArticle(unique("No blocks"));
  const page = await journey.as("editor", `/content/Article/${id}`);
  await block(page, "Prose 2").waitFor();

  await page.getByRole("button", { name: "Insert before Prose 2", exact: true }).click();
  await page.getByRole("option", { name: /^Quote/ }).click();
  await block(page, "Quote 2").getByRole("textbox", { name: "Text", exact: true }).fill("Said once.");
  await block(page, "Prose 3").waitFor();

  await page.getByRole("button", { name: "Move Quote 2", exact: true }).focus();
  await page.keyboard.press("Space");
  await page
    .getByText("Quote 2 to place 2")
    .or(page.getByText("Moving Quote 2"))
    .first()
    .waitFor({ state: "attached" });
  // While editors around it are still loaded a step may be a short one: then one presses again, as far as the first place.
  const isFirst = async () => {
    await page.keyboard.press("ArrowUp");
    return (await page.getByText("Quote 2 to place 1").count()) > 0;
  };
  await expect.poll(isFirst, { interval: 700 }).toBe(true);
  await page.keyboard.press("Space");
  await block(page, "Quote 1").waitFor();
  await block(page, "Prose 2").waitFor();

  await act(page, "Quote 1", "Duplicate");
  const second = block(page, "Quote 2").getByRole("textbox", { name: "Text", exact: true });
  expect(await second.inputValue()).toBe("Said once.");
  await second.fill("Said twice.");
  const card = block(page, "Quote 2");
  await card.getByRole("button", { name: /Quote/, expanded: true }).first().click();
  await card.getByRole("button", { expanded: false }).filter({ hasText: "Said twice." }).waitFor();

  await act(page, "Quote 2", "Copy");
  await page.getByText("Quote 2 copied").waitFor();
  await act(page, "Prose 4", "Remove");
  await block(page, "Prose 4").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await block(page, "Prose 4").waitFor();
  await save(page);
  expect((await blocksOf(id)).blocks).toEqual([
    { __typename: "Quote", said: "Said once." },
    { __typename: "Quote", said: "Said twice." },
    { __typename: "Prose", text: "First words." },
    { __typename: "Prose", text: "Last words." },
  ]);

  await page.goto(page.url().replace(id, other));
  await page.getByRole("button", { name: "Paste", exact: true }).click();
  await block(page, "Quote 1").waitFor();
  await save(page);
  expect((await blocksOf(other)).blocks).toEqual([{ __typename: "Quote", said: "Said twice." }]);
});

test("Markdown is typed and previewed", async () => {
  const id = await makeArticle(unique("Markdown"), { blocks: [{ prose: { text: "Plain" } }] });
  const page = await journey.as("editor", `/content/Article/${id}`);
  const prose = block(page, "Prose 1");
  const text = prose.getByRole("textbox", { name: "Text", exact: true });
  await text.click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(" and ");
  await page.keyboard.press("ControlOrMeta+b");
  await page.keyboard.type("bold");
  await prose.getByText("Preview", { exact: true }).click();
  await prose.locator("strong", { hasText: "bold" }).waitFor();
  await save(page);
  expect((await blocksOf(id)).blocks).toEqual([{ __typename: "Prose", text: "Plain and **bold**" }]);
});

test("rich text is typed, with the slash menu and by shortcuts", async () => {
  const words = unique("About us");
  const before = {
    type: "doc",
    content: [{ type: "paragraph", content: [{ type: "text", text: "A magazine." }] }],
  };
  await ask("mutation Set($about: RichText) { updateSiteSettings(data: { about: $about }) { id } }", {
    about: before,
  });
  const page = await journey.as("editor", "/content/SiteSettings");
  const about = page.getByRole("textbox", { name: "About", exact: true });
  await about.click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("/quo");
  await page.getByRole("option", { name: /^Quote/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ControlOrMeta+b");
  await page.keyboard.type(words);
  await about.locator("blockquote strong", { hasText: words }).waitFor();
  await save(page);
  const { siteSettings } = await ask<{ siteSettings: { about: { content: unknown[] } } }>(
    "{ siteSettings { about } }",
  );
  expect(siteSettings.about.content.at(-1)).toEqual({
    type: "blockquote",
    content: [{ type: "paragraph", content: [{ type: "text", marks: [{ type: "bold" }], text: words }] }],
  });
});
