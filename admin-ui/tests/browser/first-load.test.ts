import { expect, test } from "vitest";
import { startJourney } from "./journey.ts";

const journey = startJourney();

/** What scripts and styles of a page may come to together, compressed with gzip. */
const mostBytes = 350_000;

/** The size of a file as a browser that knows gzip gets it. */
async function compressedSize(url: string): Promise<number> {
  const response = await fetch(url, { method: "HEAD", headers: { "accept-encoding": "gzip" } });
  expect(response.headers.get("content-encoding")).toBe("gzip");
  return Number(response.headers.get("content-length"));
}

test.each([
  ["the sign-in", () => journey.open("/admin/sign-in")],
  ["the dashboard", () => journey.as("editor", "/")],
])("%s loads little before it is there", async (_name, open) => {
  const page = await open();
  await page.getByRole("heading", { level: 1 }).waitFor();
  const files = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => name)
      .filter((name) => /\.(js|css)$/.test(name)),
  );
  expect(files.length).toBeGreaterThan(3);
  const sizes = await Promise.all(files.map(compressedSize));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(mostBytes);
});
