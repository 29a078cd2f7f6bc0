import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPage, pageErrors, startBrowser } from "../browser/browser.ts";
import { ask, openAdmin } from "../browser/people.ts";

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

/** The pages by the name of their picture. Records are those of the sample. */
async function pages(): Promise<Record<string, string>> {
  const { articles, albums } = await ask<{ articles: { id: string }[]; albums: { id: string }[] }>(
    "{ articles(limit: 1) { id } albums(limit: 1) { id } }",
  );
  const [article, album] = [articles[0]?.id, albums[0]?.id];
  return {
    dashboard: "/",
    list: "/content/Article",
    "list-large": "/content/Track",
    "list-cards": "/content/Asset?layout=cards",
    "list-map": "/content/Venue?layout=map",
    entry: `/content/Article/${article}`,
    "entry-relations": `/content/Album/${album}`,
    "entry-new": "/new/Review",
    singleton: "/content/SiteSettings",
    history: `/content/Article/${article}/history`,
    audit: "/history",
    model: "/model",
    "model-diagram": "/model?view=diagram",
    people: "/people",
    access: "/people?tab=access",
    account: "/account",
    explorer: "/explorer",
  };
}

test.each(looks)("pictures of every page in $name", async ({ name, colorScheme, width }) => {
  const signIn = await openPage(browser, "/admin/sign-in", { colorScheme, width });
  await signIn.getByRole("button").first().waitFor();
  await signIn.screenshot({ path: join(folder, `sign-in-${name}.png`) });

  const page = await openAdmin(browser, "admin", "/", { colorScheme, width });
  for (const [picture, path] of Object.entries(await pages())) {
    await page.goto(new URL(`/admin${path}`, page.url()).href);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.waitForLoadState("networkidle").catch(() => undefined);
    await page.screenshot({ path: join(folder, `${picture}-${name}.png`) });
  }
  expect(pageErrors).toEqual([]);
});
