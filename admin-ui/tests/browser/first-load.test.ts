import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { startJourney } from "./journey.ts";

const journey = startJourney();

/** The size of a file as a browser that knows gzip gets it. */
async function compressedSize(url: string): Promise<number> {
  const response = await fetch(url, { method: "HEAD", headers: { "accept-encoding": "gzip" } });
  expect(response.headers.get("content-encoding")).toBe("gzip");
  return Number(response.headers.get("content-length"));
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** Pages that are opened first, when they are there, and what their scripts and styles may come to together, in kB of gzip. */
test.each<[string, string | null, (page: Page) => ReturnType<Page["locator"]>, number]>([
  ["the sign-in", null, heading, 320],
  ["the dashboard", "/", heading, 330],
  ["a list", "/content/Album", (page) => page.getByRole("grid").locator("tbody a").first(), 350],
  // The heavy editors, such as those of formatted text, come with the fields that need them.
  ["an entry", "/new/Playlist", (page) => page.getByRole("textbox").first(), 410],
])("%s loads little before it is there", async (_name, path, there, mostKilobytes) => {
  const page = await (path === null ? journey.open("/admin/sign-in") : journey.as("editor", path));
  await there(page).waitFor();
  const files = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => name)
      .filter((name) => /\.(js|css)$/.test(name)),
  );
  expect(files.length).toBeGreaterThan(3);
  const sizes = await Promise.all(files.map(compressedSize));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(mostKilobytes * 1000);
});
