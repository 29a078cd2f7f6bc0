import { defineConfig } from "vitest/config";

/** Pictures of every page; see tests/screenshots/screenshots.test.ts. */
export default defineConfig({
  test: { include: ["tests/screenshots/**/*.test.ts"], testTimeout: 300_000, hookTimeout: 60_000 },
});
