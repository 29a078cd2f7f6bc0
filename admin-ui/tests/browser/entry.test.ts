import { expect, test } from "vitest";
import { article, expectFocus, makeArticle, unique } from "./content.ts";
import { startJourney } from "./journey.ts";

const journey = startJourney();

test("a new article: mistakes at their fields, a slug of its title, an author made on the way", async () => {
  const [title, name] = [unique("How it sounds"), unique("Nina Fresh")];
  const page = await journey.as("editor", "/new/Article");
  await page.getByRole("heading", { level: 1, name: "New: Article" }).waitFor();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const summary = page.getByRole("alert").filter({ hasText: "values need your attention" });
  await summary.waitFor();
  for (const field of ["Title", "Standfirst"]) {
    const input = page.getByRole("textbox", { name: field, exact: true });
    expect(await input.getAttribute("aria-invalid")).toBe("true");
  }
  expect(await page.getByText("Is required", { exact: true }).count()).toBeGreaterThanOrEqual(4);
  await summary.getByRole("button", { name: "Section", exact: true }).click();
  await expectFocus(page, "combobox", "Section");
  await page.keyboard.type("Colu");
  await page.getByRole("option", { name: "Columns" }).click();

  await page.getByRole("textbox", { name: "Title", exact: true }).fill(title);
  const slug = page.getByRole("textbox", { name: "Slug", exact: true });
  const expected = title.toLowerCase().replaceAll(" ", "-");
  await expect.poll(() => slug.inputValue()).toBe(expected);
  await page.getByRole("textbox", { name: "Standfirst", exact: true }).fill("In a few words.");

  await page.getByRole("combobox", { name: "Author", exact: true }).fill(name);
  await page.getByRole("option", { name: `Create “${name}”` }).click();
  const drawer = page.getByRole("dialog");
  expect(await drawer.getByRole("textbox", { name: "Name", exact: true }).inputValue()).toBe(name);
  await drawer.getByRole("textbox", { name: "Role", exact: true }).fill("Stand-in");
  await drawer.getByRole("button", { name: "Save and close" }).click();
  await drawer.waitFor({ state: "detached" });
  await expect
    .poll(() => page.getByRole("combobox", { name: "Author", exact: true }).inputValue())
    .toBe(name);
  expect(await page.getByRole("textbox", { name: "Title", exact: true }).inputValue()).toBe(title);

  const tags = page.getByRole("combobox", { name: "Add to Tags" });
  await tags.click();
  const offered = page.getByRole("option").filter({ hasNotText: "New: Tag" }).first();
  const tag = (await offered.textContent())?.trim();
  await offered.click();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForURL(/\/content\/Article\/[^/]+$/);
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  expect(
    await article(id, "title slug standfirst author { name role } section { name } tags { label }"),
  ).toEqual({
    title,
    slug: expected,
    standfirst: "In a few words.",
    author: { name, role: "Stand-in" },
    section: { name: "Columns" },
    tags: [{ label: tag }],
  });
});

test("what the server refuses stands at its field, and nothing is left behind unasked", async () => {
  const [taken, title] = [unique("Taken"), unique("Not taken")];
  await makeArticle(taken);
  const id = await makeArticle(title);
  const page = await journey.as("editor", `/content/Article/${id}`);
  const slug = page.getByRole("textbox", { name: "Slug", exact: true });
  await slug.fill(taken.toLowerCase().replaceAll(" ", "-"));
  await page.keyboard.press("ControlOrMeta+s");
  await page.getByRole("alert").filter({ hasText: "needs your attention" }).waitFor();
  await page.getByText("Another entry has this value already", { exact: true }).waitFor();
  await expectFocus(page, "textbox", "Slug");

  await page.getByRole("navigation", { name: "Music" }).getByRole("link", { name: "Albums" }).click();
  const guard = page.getByRole("dialog", { name: "Leave without saving?" });
  await guard.getByRole("button", { name: "Stay" }).click();
  const own = unique("own").replaceAll(" ", "-");
  await slug.fill(own);
  await page.keyboard.press("ControlOrMeta+s");
  await expect.poll(() => article(id, "slug")).toEqual({ slug: own });
  await page.getByText("Unsaved", { exact: true }).waitFor({ state: "detached" });
  await page.getByRole("navigation", { name: "Music" }).getByRole("link", { name: "Albums" }).click();
  await page.getByRole("heading", { level: 1, name: "Albums" }).waitFor();
});

test("an entry is duplicated", async () => {
  const title = unique("Once");
  const id = await makeArticle(title, { minutes: 7 });
  const page = await journey.as("editor", `/content/Article/${id}`);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await page.getByRole("heading", { level: 1, name: "New: Article" }).waitFor();
  const input = page.getByRole("textbox", { name: "Title", exact: true });
  await expect.poll(() => input.inputValue()).toContain(title);
  await input.fill(`${title} again`);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: `${title} again` }).waitFor();
  const copy = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  expect(copy).not.toBe(id);
  expect(await article(copy, "title minutes author { name }")).toEqual({
    title: `${title} again`,
    minutes: 7,
    author: { name: "Tobias Rehm" },
  });
});
