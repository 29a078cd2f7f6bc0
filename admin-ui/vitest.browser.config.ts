import { defineConfig } from "vitest/config";
import { BaseSequencer, type Reporter, type TestModule, type TestSpecification } from "vitest/node";

/** The journey that makes the first admin comes first; the others follow by name. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (moduleId.includes("first-run") ? "" : moduleId);
    return [...files].sort((left, right) => rank(left).localeCompare(rank(right)));
  }
}

/** Names what failed once more at the very end: of a long log that is often all that anybody sees. */
const closingLines: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]) {
    for (const { children, relativeModuleId } of modules) {
      for (const failed of children.allTests("failed")) {
        const reasons = failed.result().errors?.map(({ message }) => message) ?? [];
        console.log(`FAILED ${relativeModuleId}: ${failed.fullName}: ${reasons.join("; ")}`);
      }
    }
  },
};

/** Journeys in a real browser against a real server; see tests/browser/browser.ts for what they need. */
export default defineConfig({
  test: {
    include: ["tests/browser/**/*.test.ts"],
    testTimeout: 60_000,
    expect: { poll: { timeout: 15_000, interval: 50 } },
    hookTimeout: 60_000,
    fileParallelism: false,
    reporters: ["default", closingLines],
    chaiConfig: { truncateThreshold: 600 },
    sequence: { sequencer: InOrder },
  },
});
