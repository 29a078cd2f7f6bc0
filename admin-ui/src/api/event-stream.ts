import { EventSourceParserStream } from "eventsource-parser/stream";
import {
  failure,
  type GraphQLRequest,
  type Outcome,
  post,
  readAnswer,
  sentHeaders,
} from "./graphql-request.ts";
import type { RequestHeaders } from "./request-headers.ts";

/**
 * A stream that has begun, or what came instead of one. `results` gives the JSON text of each result, ends when the
 * server says that there are no more, and throws when the connection is lost before.
 */
export type Opened = { kind: "open"; results: AsyncIterable<string> } | Outcome;

/** Asks for a stream: the protocol of graphql-sse, in its distinct connections mode. */
export async function openStream(
  endpoint: string,
  request: GraphQLRequest,
  headers: RequestHeaders,
  signal: AbortSignal,
): Promise<Opened> {
  const started = performance.now();
  try {
    const response = await post(endpoint, request, sentHeaders("stream", headers), signal);
    if (!response.body || !isEventStream(response)) return await readAnswer(response, started);
    return { kind: "open", results: resultsIn(response.body) };
  } catch (error) {
    return failure(error, signal);
  }
}

function isEventStream(response: Response): boolean {
  return response.ok && (response.headers.get("content-type") ?? "").startsWith("text/event-stream");
}

async function* resultsIn(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  const reader = events.getReader();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) throw new Error("the stream ended before the server completed it");
      if (value.event === "complete") return;
      if (value.event === "next") yield value.data;
    }
  } finally {
    // It has failed already where the connection was lost.
    await reader.cancel().catch(() => {});
  }
}
