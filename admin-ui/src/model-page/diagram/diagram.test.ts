import { expect, test } from "vitest";
import { indexModel } from "../../model/model.ts";
import { draftModel } from "../draft/draft-model.ts";
import { readSources } from "../sdl/sources.ts";
import { curvesOf } from "./curve.ts";
import { allEdges, modelGraph, neighboursOf } from "./graph.ts";
import { layoutGraph, type Placed } from "./layout.ts";
import { inColours } from "./svg-file.ts";
import { fitInto, zoomAt } from "./viewport.ts";

const empty = indexModel({
  fingerprint: "1",
  stage: "DEVELOPMENT",
  locales: [],
  roles: [],
  collections: [],
  components: [],
  blocks: [],
  enums: [],
});

function modelOf(sdl: string) {
  return draftModel(empty, readSources([]), readSources([{ path: "a", text: sdl }])).model;
}

const blog = modelOf(`
  type Post @collection(group: "Blog") {
    title: String author: Author! tags: [Tag!]! seo: Seo blocks: [Block!]! related: [Post!]!
  }
  type Author @collection(group: "Blog") { name: String posts: [Post!]! @inverse(of: "author") profile: Profile @unique }
  type Tag @collection { label: String posts: [Post!]! @inverse(of: "tags") }
  type Profile @collection { owner: Author @inverse(of: "profile") }
  type Seo @component { image: Tag }
  type Prose @component { text: Text }
  union Block = Prose
`);

test("each relation is one edge with both ends", () => {
  const edges = allEdges(blog).map(
    ({ kind, from, to }) =>
      `${kind} ${from.type}.${from.field} ${from.count} ${to.type}.${to.field} ${to.count}`,
  );
  expect(edges).toEqual([
    "relation Post.author many Author.posts one",
    "relation Post.tags many Tag.posts many",
    "uses Post.seo one Seo.null oneOrNone",
    "uses Post.blocks one Block.null many",
    "relation Post.related many Post.null many",
    "relation Author.profile oneOrNone Profile.owner oneOrNone",
    "relation Seo.image many Tag.null oneOrNone",
    "uses Block.null one Prose.null one",
  ]);
});

test("groups and components are chosen", () => {
  const names = (groups: (string | null)[] | null, parts: boolean) =>
    modelGraph(blog, { groups, parts }).nodes.map((node) => node.name);
  expect(names(null, false)).toEqual(["Post", "Author", "Tag", "Profile"]);
  expect(names(["Blog"], false)).toEqual(["Post", "Author"]);
  expect(names(null, true)).toEqual(["Post", "Author", "Tag", "Profile", "Seo", "Prose", "Block"]);
  const graph = modelGraph(blog, { groups: null, parts: false });
  expect([...neighboursOf(graph, "Tag")].sort()).toEqual(["Post", "Tag"]);
});

test("of many fields the links are drawn", () => {
  const many = Array.from({ length: 60 }, (_, index) => `f${index}: Int`).join(" ");
  const wide = modelOf(`type Wide @collection { ${many} other: Other } type Other @collection { a: Int }`);
  const node = modelGraph(wide, { groups: null, parts: false }).nodes[0];
  expect(node?.fields).toHaveLength(14);
  expect(node?.hidden).toBe(47);
  expect(node?.fields.at(-1)?.name).toBe("other");
});

function overlaps(placed: Placed[]): string[] {
  return placed.flatMap(({ node, box }, index) =>
    placed
      .slice(index + 1)
      .filter(
        ({ box: other }) =>
          box.x < other.x + other.width &&
          other.x < box.x + box.width &&
          box.y < other.y + other.height &&
          other.y < box.y + box.height,
      )
      .map((other) => `${node.name} ${other.node.name}`),
  );
}

test.each([
  ["few types", blog],
  ["sixty around one", modelOf(star(60))],
  ["sixty that nothing connects", modelOf(star(60).replaceAll(/hub: Hub/g, "hub: Int"))],
  ["a chain", modelOf(chain(60))],
])("%s stand beside each other and fill a screen", (_, model) => {
  const layout = layoutGraph(modelGraph(model, { groups: null, parts: true }));
  expect(overlaps([...layout.placed.values()])).toEqual([]);
  expect(layout.width / layout.height).toBeGreaterThan(0.4);
  expect(curvesOf(layout).every((curve) => !curve.path.includes("NaN"))).toBe(true);
});

function star(count: number): string {
  const types = Array.from(
    { length: count },
    (_, index) => `type T${index} @collection { a: Int b: Int hub: Hub }`,
  );
  return `type Hub @collection { name: String } ${types.join(" ")}`;
}

function chain(count: number): string {
  return Array.from(
    { length: count },
    (_, index) => `type T${index} @collection { next: T${(index + 1) % count} }`,
  ).join(" ");
}

test("the view fits and zooms around a point", () => {
  expect(fitInto({ width: 1000, height: 500 }, { width: 548, height: 548 })).toEqual({
    scale: 0.5,
    x: 24,
    y: 149,
  });
  expect(zoomAt({ x: 0, y: 0, scale: 1 }, 2, { x: 10, y: 20 })).toEqual({ scale: 2, x: -10, y: -20 });
});

test("a saved drawing has the colours of the page", () => {
  const values: Record<string, string> = { "--a": "var(--b)", "--b": "#123456" };
  expect(inColours("fill: var(--a); stroke: var(--b)", (name) => values[name] ?? "")).toBe(
    "fill: #123456; stroke: #123456",
  );
});
