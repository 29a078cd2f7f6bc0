import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { exampleFor, welcomeExample } from "./example-operation.ts";

const schema = buildSchema(`
  type Query {
    user(id: ID, email: String): User
    users(limit: Int): [User!]!
    album(id: ID): Album
    albums(where: AlbumWhere, limit: Int = 100): [Album!]!
    albumsConnection(first: Int): AlbumConnection!
    search(text: String!, kinds: [Kind!]!): Int
    settings: Settings
    genres: [Genre!]!
  }
  type Genre { id: ID! tracksConnection(first: Int): TrackConnection! tracks(limit: Int): [Track!]! }
  type TrackConnection { nodes: [Track!]! totalCount: Int! }
  type Album { id: ID! createdAt: String! createdBy: User title: String! artist: Artist! tracks(limit: Int): [Track!]! }
  type AlbumConnection { nodes: [Album!]! totalCount: Int! }
  type Artist { id: ID! name: String }
  type Track { id: ID! }
  type User { id: ID! email: String }
  type Settings { siteName: String }
  input AlbumWhere { id: ID }
  enum Kind { ONE TWO }
`);

const field = (name: string) => {
  const found = schema.getQueryType()?.getFields()[name];
  if (!found) throw new Error(name);
  return found;
};

test("the welcome reads the first collection of the model, with a relation", () => {
  const { operation } = welcomeExample(schema);
  expect(operation).toContain("# This reads the first 10 albums.");
  expect(operation).toContain(`query Albums {
  albums(limit: 10) {
    id
    title
    artist {
      id
      name
    }
  }
}`);
});

test("an API without collections gets an example that runs", () => {
  const empty = buildSchema("type Query { me: String }");
  expect(validate(empty, parse(welcomeExample(empty).operation))).toEqual([]);
});

test("a record without to-one relations shows the beginning of a list", () => {
  const { operation } = exampleFor("query", field("genres"));
  expect(operation).toContain("tracks(limit: 3) {\n      id\n    }");
  expect(operation).not.toContain("tracksConnection");
});

test("a record is asked for by its id", () => {
  const { operation, variables } = exampleFor("query", field("album"));
  expect(operation).toContain("query Album($id: ID!) {\n  album(id: $id) {");
  expect(JSON.parse(variables)).toEqual({ id: "" });
});

test("required arguments become variables with a value of their type", () => {
  const { operation, variables } = exampleFor("query", field("search"));
  expect(operation).toBe(
    "query Search($text: String!, $kinds: [Kind!]!) {\n  search(text: $text, kinds: $kinds)\n}",
  );
  expect(JSON.parse(variables)).toEqual({ text: "", kinds: [] });
});

test("every example is valid", () => {
  for (const root of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    expect(validate(schema, parse(exampleFor("query", root).operation))).toEqual([]);
  }
});
