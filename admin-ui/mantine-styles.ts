import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const all = createRequire(import.meta.url).resolve("@mantine/core/styles.css");
const styles = join(dirname(all), "styles");

/** Of all of Mantine's styles what no component brings along: variables, and how bare elements look. */
const everywhere = ["baseline", "default-css-variables", "global"];

/**
 * Mantine gives its styles as one file for all components, most of which no page needs at first. In a build each
 * component brings its own: they are loaded with the pages that draw it, after those of the components that it is made
 * of. While developing it is the one file.
 */
export function mantineStyles(): Plugin {
  return {
    name: "headwater-mantine-styles",
    apply: "build",
    enforce: "pre",
    load(id) {
      if (id === all) return "";
    },
    transform(code, id) {
      const [, name = ""] = /@mantine\/core\/esm\/.*\/(MantineProvider|\w+\.module)\.mjs$/.exec(id) ?? [];
      if (name === "") return;
      const files = (name === "MantineProvider" ? everywhere : [name.replace(".module", "")]).map((it) =>
        join(styles, `${it}.css`),
      );
      const missing = files.find((file) => !existsSync(file));
      if (missing) this.error(`Mantine has no ${missing}`);
      return {
        code: [...files.map((file) => `import ${JSON.stringify(file)};`), code].join("\n"),
        map: null,
      };
    },
  };
}

type Rule = {
  selectors: string[];
  source?: { input: { file?: string } };
  parent?: { type: string; name?: string };
};

/**
 * Makes the styles of our own files win over those of a component that are as specific, whichever is loaded later: `.tool`
 * becomes `html .tool`. What a component says of one of its states stays stronger, as it is where ours come last.
 */
export function ownStylesWin() {
  const done = new WeakSet<Rule>();
  return {
    postcssPlugin: "headwater-own-styles-win",
    Rule(rule: Rule) {
      const isOwn = /\/src\/.*\.module\.css$/.test(rule.source?.input.file ?? "");
      const isNested = rule.parent?.type === "rule" || /keyframes$/.test(rule.parent?.name ?? "");
      if (!isOwn || isNested || done.has(rule)) return;
      done.add(rule);
      // What is said of the root itself is no descendant of it.
      const isOfRoot = (selector: string) =>
        /^(:root|(:global\()?\[data-mantine-color-scheme)/.test(selector);
      rule.selectors = rule.selectors.map((it) => (isOfRoot(it) ? `html${it}` : `html ${it}`));
    },
  };
}
