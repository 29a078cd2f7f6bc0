import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { serverUrl } from "./browser.ts";
import { choose } from "./choice.ts";
import { startJourney } from "./journey.ts";
import { ask } from "./people.ts";

const journey = startJourney();

const field = `mood${Date.now().toString(36)}`;
const label = field.charAt(0).toUpperCase() + field.slice(1);

async function fieldsOfVenue(): Promise<string[]> {
  const { model } = await ask<{ model: { collections: { name: string; fields: { name: string }[] }[] } }>(
    "{ model { collections { name fields { name } } } }",
  );
  const venue = model.collections.find(({ name }) => name === "Venue");
  return venue?.fields.map(({ name }) => name) ?? [];
}

async function schemaFile(): Promise<string> {
  const { modelFiles } = await ask<{ modelFiles: { path: string; text: string }[] }>(
    "{ modelFiles { path text } }",
  );
  return modelFiles.find(({ text }) => text.includes("type Venue"))?.text ?? "";
}

async function openVenue(page: Page) {
  await page.goto(`${serverUrl()}/admin/content/Venue`);
  await page.getByRole("link", { name: "Circo Voador", exact: true }).click();
}

test("a field is added in the browser, is in the form, and is taken away again once that is confirmed", async () => {
  const before = await schemaFile();
  const page = await journey.as("admin", "/model?view=types&type=Venue");
  await page.getByRole("heading", { level: 2, name: "Venue" }).waitFor();
  await page.getByRole("button", { name: "Add field" }).click();
  const drawer = page.getByRole("dialog", { name: "Add a field to Venue" });
  await drawer.getByRole("textbox", { name: "Name", exact: true }).fill(field);
  await choose(page, drawer, "Type", "String");
  await drawer.getByText(`${field}: String`).waitFor();
  await drawer.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText("Changes to 1 type are not applied yet.").waitFor();
  expect(await fieldsOfVenue()).not.toContain(field);

  await page.getByRole("button", { name: "Review" }).click();
  const plan = page.getByRole("region", { name: "What happens" });
  await plan.getByRole("listitem").filter({ hasText: field }).waitFor();
  await plan.getByRole("button", { name: "SQL" }).click();
  await plan.getByText(/ALTER TABLE|alter table/).waitFor();
  await plan.getByRole("button", { name: "Apply" }).click();
  await page.getByText(/^The model is changed: \d+ steps?$/).waitFor();
  expect(await fieldsOfVenue()).toContain(field);
  const after = await schemaFile();
  expect(after.split("\n").filter((line) => !line.includes(field))).toEqual(before.split("\n"));

  await openVenue(page);
  const input = page.getByRole("textbox", { name: label, exact: true });
  await input.fill("calm");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  const { venues } = await ask<{ venues: unknown[] }>(
    `{ venues(where: { ${field}: { eq: "calm" } }) { id } }`,
  );
  expect(venues).toHaveLength(1);

  await page.goto(`${serverUrl()}/admin/model?view=types&type=Venue`);
  await page.getByRole("button", { name: `Actions for ${field}` }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("button", { name: "Review" }).click();
  await plan.getByText("Loses data of 1 row").waitFor();
  const apply = plan.getByRole("button", { name: "Apply" });
  expect(await apply.isDisabled()).toBe(true);
  await plan.getByRole("checkbox", { name: /^I know that data is lost/ }).click();
  await apply.click();
  await page.getByText(/^The model is changed: \d+ steps?$/).waitFor();
  expect(await fieldsOfVenue()).not.toContain(field);
  expect(await schemaFile()).toBe(before);
  await openVenue(page);
  await page.getByRole("textbox", { name: "City", exact: true }).waitFor();
  expect(await input.count()).toBe(0);
});

test("the model is seen as a diagram and as SDL", async () => {
  const page = await journey.as("admin", "/model?view=diagram");
  await page
    .getByRole("img", { name: /^Diagram of \d+ types/ })
    .or(page.getByLabel(/^Diagram of \d+ types/))
    .first()
    .waitFor();
  await page.getByRole("tab", { name: "SDL" }).click();
  await page.getByText("roles.graphql", { exact: true }).click();
  await page.getByText("extend enum Role").first().waitFor();
});
