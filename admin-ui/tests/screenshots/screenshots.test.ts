import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPage, pageErrors, startBrowser } from "../browser/browser.ts";
import { openAdmin } from "../browser/people.ts";
import { pages } from "../pages.ts";

/** Where the pictures go: the variable `SCREENSHOTS`. */
const folder = process.env.SCREENSHOTS ?? "screenshots";

const looks = [
  { name: "light", colorScheme: "light", width: 1280 },
  { name: "dark", colorScheme: "dark", width: 1280 },
  { name: "phone", colorScheme: "light", width: 390 },
] as const;

let browser: Browser;
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await startBrowser();
});
afterAll(() => browser.close());

test.each(looks)("pictures of every page in $name", async ({ name, colorScheme, width }) => {
  const signIn = await openPage(browser, "/admin/sign-in", { colorScheme, width });
  await signIn.getByRole("button").first().waitFor();
  await signIn.screenshot({ path: join(folder, `sign-in-${name}.png`) });

  const page = await openAdmin(browser, "admin", "/", { colorScheme, width });
  for (const [picture, path] of Object.entries(await pages())) {
    await page.goto(new URL(`/admin${path}`, page.url()).href);
    // On a phone the explorer has no room for its heading.
    await page.locator("h1").first().waitFor({ state: "attached" });
    await page.waitForLoadState("networkidle").catch(() => undefined);
    await page.screenshot({ path: join(folder, `${picture}-${name}.png`) });
  }
  expect(pageErrors).toEqual([]);
});
