import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { openPage, type PageOptions, pageErrors, startBrowser, strangers } from "./browser.ts";
import { openAdmin, type Person } from "./people.ts";

/** What the tests of a file start from. */
export type Journey = {
  browser: () => Browser;
  /** Opens a page for nobody in particular, in a fresh profile. */
  open: (path: string, options?: PageOptions) => Promise<Page>;
  /** Opens a page of the admin for somebody who is signed in, in a fresh profile. */
  as: (person: Person, path: string, options?: PageOptions) => Promise<Page>;
};

/**
 * Starts a browser for the tests of a file. After each test its pages are closed; none may have failed, or have
 * asked another server for anything. What the pages of a test that fails look like goes to the folder `FAILURES`.
 */
export function startJourney(): Journey {
  let browser: Browser | undefined;
  const running = () => {
    if (!browser) throw new Error("the browser is not started");
    return browser;
  };
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    const contexts = running().contexts();
    if (task.result?.state === "fail") {
      const pages = contexts.flatMap((context) => context.pages());
      for (const [place, page] of pages.entries()) await keepPicture(page, `${task.name} ${place + 1}`);
    }
    await Promise.all(contexts.map((context) => context.close()));
    expect(strangers.splice(0)).toEqual([]);
    expect(pageErrors.splice(0)).toEqual([]);
  });
  return {
    browser: running,
    open: (path, options) => openPage(running(), path, options),
    as: (person, path, options) => openAdmin(running(), person, path, options),
  };
}

async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.FAILURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name.replace(/[^\w]+/g, "-")}.png`);
  await page.screenshot({ path }).catch(() => undefined);
}
