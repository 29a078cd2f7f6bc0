import { defineConfig } from "vitest/config";

/** Journeys in a real browser against a real server; see tests/browser/browser.ts for what they need. */
export default defineConfig({
  test: {
    include: ["tests/browser/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    fileParallelism: false,
  },
});
