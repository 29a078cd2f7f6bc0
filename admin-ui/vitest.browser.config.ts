import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The journey that makes the first admin comes first; the others follow by name. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (moduleId.includes("first-run") ? "" : moduleId);
    return [...files].sort((left, right) => rank(left).localeCompare(rank(right)));
  }
}

/** Journeys in a real browser against a real server; see tests/browser/browser.ts for what they need. */
export default defineConfig({
  test: {
    include: ["tests/browser/**/*.test.ts"],
    testTimeout: 60_000,
    expect: { poll: { timeout: 15_000, interval: 50 } },
    hookTimeout: 60_000,
    fileParallelism: false,
    sequence: { sequencer: InOrder },
  },
});
