import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { unique } from "./content.ts";
import { startJourney } from "./journey.ts";
import { ask } from "./people.ts";

const journey = startJourney();

const editor = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const response = (page: Page) => editor(page, "Response");

async function write(page: Page, text: string) {
  await editor(page, "Operation").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

const run = (page: Page) => page.getByRole("button", { name: "Run", exact: true }).click();

test("an operation is run as oneself and as a role, shows its SQL, and is kept", async () => {
  const name = unique("Customers").replace(" ", "");
  const page = await journey.as("admin", "/explorer");
  await write(page, `query ${name} { customersAggregate { count } }`);
  await run(page);
  await expect.poll(() => response(page).textContent()).toMatch(/"count": 59/);
  await page.getByText("SQL", { exact: true }).first().click();
  await page
    .getByText(/select/i)
    .and(page.locator(".cm-line, pre, code"))
    .first()
    .waitFor();

  const asWhom = page.getByRole("combobox", { name: "Whom to ask as" });
  await asWhom.selectOption({ label: "As Editor" });
  await run(page);
  await page.getByText("1 error").waitFor();
  await asWhom.selectOption({ label: "As yourself" });

  await page.getByRole("button", { name: "Saved", exact: true }).click();
  const pane = page.getByRole("complementary", { name: "Saved" });
  expect(await pane.getByRole("textbox", { name: "Save this operation as" }).inputValue()).toBe(name);
  await pane.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText(`Saved ${name}`).waitFor();
  await write(page, "{ __typename }");
  await page.reload();
  await page.getByRole("button", { name: "Saved", exact: true }).click();
  await pane.getByRole("button", { name: new RegExp(`^${name}`) }).click();
  await expect.poll(() => editor(page, "Operation").textContent()).toContain(name);
});

test("a subscription in the admin shows what the API writes", async () => {
  const label = unique("live explorer");
  const page = await journey.as("editor", "/explorer");
  await write(page, `subscription { tags(where: { label: { startsWith: "${label}" } }) { label } }`);
  await run(page);
  await expect
    .poll(() => page.getByRole("status").filter({ hasText: "Live" }).textContent())
    .toContain("1 result");
  await ask("mutation Make($label: String!) { createTag(data: { label: $label }) { id } }", { label });
  await expect.poll(() => response(page).textContent()).toContain(label);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
});
