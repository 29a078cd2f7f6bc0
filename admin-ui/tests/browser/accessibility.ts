import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Violation = { id: string; impact: string; help: string; targets: string[] };

/** How long a page may take to settle after it was opened, or its colours were changed, in milliseconds. */
const SETTLES_WITHIN = 5_000;

/**
 * What axe holds to be serious or worse on the page, by the rules of WCAG 2.2 A and AA, or by these alone: asked
 * again while the page may still be fading in or taking on other colours.
 */
export async function lastingViolations(page: Page, rules: string[] = []): Promise<Violation[]> {
  const deadline = Date.now() + SETTLES_WITHIN;
  let found = await seriousViolations(page, rules);
  while (found.length > 0 && Date.now() < deadline) found = await seriousViolations(page, rules);
  return found;
}

async function seriousViolations(page: Page, rules: string[]): Promise<Violation[]> {
  await page.evaluate(axe);
  return page.evaluate(async (rules) => {
    const { axe } = window as unknown as {
      axe: {
        run: (
          context: Document,
          options: object,
        ) => Promise<{
          violations: {
            id: string;
            impact: string;
            help: string;
            nodes: { target: string[]; html: string; any: { message: string }[] }[];
          }[];
        }>;
      };
    };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const runOnly = rules.length > 0 ? { type: "rule", values: rules } : { type: "tag", values: tags };
    const { violations } = await axe.run(document, { runOnly });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, impact, help, nodes }) => ({
        id,
        impact,
        help,
        targets: nodes
          .slice(0, 5)
          .map(({ target, html, any }) =>
            [target.join(" "), html.slice(0, 160), any[0]?.message ?? ""].join(" | "),
          ),
      }));
  }, rules);
}
