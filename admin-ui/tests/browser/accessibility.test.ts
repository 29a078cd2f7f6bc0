import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { pages } from "../pages.ts";
import { lastingViolations } from "./accessibility.ts";
import { serverUrl } from "./browser.ts";
import { startJourney } from "./journey.ts";

const journey = startJourney();

/** Everything in light; what depends on colours again in dark. */
async function findings(page: Page, name: string): Promise<unknown[]> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  const light = await lastingViolations(page);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
  const dark = await lastingViolations(page, ["color-contrast", "link-in-text-block"]);
  await page.emulateMedia({ colorScheme: "light" });
  return [...light.map((found) => ({ name, ...found })), ...dark.map((found) => ({ name, ...found }))];
}

test("axe finds nothing serious on the pages before the sign-in", async () => {
  const page = await journey.open("/admin/sign-in");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  expect(await findings(page, "sign-in")).toEqual([]);
  await page.getByRole("button", { name: "Forgot your password?" }).click();
  await page.getByRole("button", { name: "Send the link" }).waitFor();
  expect(await findings(page, "forgot")).toEqual([]);
});

test("axe finds nothing serious on any page", { timeout: 120_000 }, async () => {
  const page = await journey.as("admin", "/");
  const found: unknown[] = [];
  for (const [name, path] of Object.entries(await pages())) {
    await page.goto(`${serverUrl()}/admin${path}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.waitForLoadState("networkidle");
    found.push(...(await findings(page, name)));
  }
  expect(found).toEqual([]);
});
