import { expect, test } from "vitest";
import { graphqlEndpoint, socketEndpoint } from "./endpoint.ts";

test.each([
  ["https://example.org/graphiql", "https://example.org/graphql"],
  ["https://example.org/graphiql/", "https://example.org/graphql"],
  ["https://example.org/admin", "https://example.org/graphql"],
  ["https://example.org/admin/content/Post/1?tab=SEO", "https://example.org/graphql"],
  ["https://example.org/cms/admin/content/Post", "https://example.org/cms/graphql"],
])("the endpoint of %s is %s", (page, endpoint) => {
  expect(graphqlEndpoint(page)).toBe(endpoint);
});

test("sockets are encrypted where the page is", () => {
  expect(socketEndpoint("https://example.org/admin")).toBe("wss://example.org/graphql");
  expect(socketEndpoint("http://localhost:4000/admin")).toBe("ws://localhost:4000/graphql");
});
