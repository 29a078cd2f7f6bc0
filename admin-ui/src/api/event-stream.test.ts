import { afterEach, expect, test, vi } from "vitest";
import { openStream } from "./event-stream.ts";

afterEach(() => vi.unstubAllGlobals());

const request = { query: "subscription { a }", variablesText: "", operationName: null };

/** Answers the next request with these pieces of a body. */
function answerWith(
  pieces: (string | Uint8Array)[],
  type = "text/event-stream; charset=utf-8",
  status = 200,
) {
  const body = new ReadableStream({
    start(controller) {
      const encoder = new TextEncoder();
      for (const piece of pieces)
        controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
      controller.close();
    },
  });
  const answer = new Response(body, { status, headers: { "content-type": type } });
  const fetch = vi.fn<typeof globalThis.fetch>(async () => answer);
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

/** The results that come before the end, and how the stream ended. */
async function read() {
  const opened = await openStream("http://x/graphql", request, { authorization: "Bearer x" }, signal());
  if (opened.kind !== "open") throw new Error(opened.kind);
  const results: string[] = [];
  try {
    for await (const result of opened.results) results.push(result);
    return { results, end: "complete" };
  } catch {
    return { results, end: "lost" };
  }
}

const signal = () => new AbortController().signal;

test("results are read whatever the pieces they come in", async () => {
  const text =
    ':\n\nevent: next\ndata: {"a":"ü"}\n\n:\n\nevent: next\ndata: {"a":2}\n\nevent: complete\ndata: \n\n';
  const bytes = new TextEncoder().encode(text);
  answerWith(Array.from(bytes, (byte) => Uint8Array.of(byte)));
  expect(await read()).toEqual({ results: ['{"a":"ü"}', '{"a":2}'], end: "complete" });
});

test("a stream that ends without `complete` was lost", async () => {
  answerWith(['event: next\ndata: {"a":1}\n\nevent: next\ndata: {"a"']);
  expect(await read()).toEqual({ results: ['{"a":1}'], end: "lost" });
});

test("a stream is asked for with the writer's headers", async () => {
  const fetch = answerWith(["event: complete\ndata: \n\n"]);
  await read();
  expect(fetch.mock.lastCall?.[1]).toMatchObject({
    method: "POST",
    headers: { accept: "text/event-stream", authorization: "Bearer x", "content-type": "application/json" },
    body: '{"query":"subscription { a }"}',
  });
});

test("what is no stream is an answer like any other", async () => {
  answerWith(['{"errors":[]}'], "application/json", 400);
  const opened = await openStream("http://x/graphql", request, {}, signal());
  expect(opened).toMatchObject({ kind: "answered", status: 400, body: '{"errors":[]}' });
});

test("nobody answers", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("refused")));
  expect(await openStream("http://x/graphql", request, {}, signal())).toMatchObject({ kind: "unreachable" });
  expect(await openStream("http://x/graphql", request, {}, AbortSignal.abort())).toEqual({
    kind: "cancelled",
  });
});
