import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { curlCommand } from "./curl.ts";

const request = {
  query: '{ posts(where: { title: { eq: "it\'s" } }) { id } }',
  variablesText: "",
  operationName: null,
};

test("the command names endpoint, headers and body", () => {
  const command = curlCommand("http://localhost:4000/graphql", request, "whole", {
    authorization: "Bearer x",
  });
  expect(command).toContain("curl 'http://localhost:4000/graphql' \\\n");
  expect(command).toContain("-H 'authorization: Bearer x'");
  expect(command).toContain("-H 'content-type: application/json'");
});

test("a shell reads back exactly the body that is sent", () => {
  const command = curlCommand(
    "http://x/graphql",
    { ...request, variablesText: '{"n": 12345678901234567890}' },
    "whole",
    {},
  );
  const data = command.slice(command.indexOf("--data-raw ") + "--data-raw ".length);
  const body = execFileSync("sh", ["-c", `printf %s ${data}`], { encoding: "utf8" });
  expect(body).toBe(`{"query":${JSON.stringify(request.query)},"variables":{"n": 12345678901234567890}}`);
});

test("a subscription is asked for as a stream whose results are shown as they come", () => {
  const command = curlCommand("http://x/graphql", request, "stream", {});
  expect(command).toContain("curl -N 'http://x/graphql' \\\n");
  expect(command).toContain("-H 'accept: text/event-stream'");
});
