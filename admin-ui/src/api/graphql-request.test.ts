import { expect, test } from "vitest";
import { graphqlEndpoint } from "./endpoint.ts";
import { requestBody } from "./graphql-request.ts";
import { introspectionResult } from "./use-schema.ts";

test("variables are sent as they were typed", () => {
  const body = requestBody({
    query: "{ a }",
    variablesText: ' {"n": 12345678901234567890} ',
    operationName: "A",
  });
  expect(body).toBe('{"query":"{ a }","variables":{"n": 12345678901234567890},"operationName":"A"}');
});

test("the endpoint is beside the page, whatever the prefix", () => {
  expect(graphqlEndpoint("http://localhost:4000/graphiql")).toBe("http://localhost:4000/graphql");
  expect(graphqlEndpoint("https://example.org/cms/graphiql/?x#y")).toBe("https://example.org/cms/graphql");
});

test("an introspection that failed says why", () => {
  expect(() => introspectionResult(200, '{"errors":[{"message":"not allowed"}]}')).toThrow("not allowed");
  expect(() => introspectionResult(502, "<html>")).toThrow("status 502 and no GraphQL");
});
