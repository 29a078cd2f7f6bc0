import { renewSession } from "./operation.ts";
import type { RequestHeaders } from "./request-headers.ts";

export type GraphQLRequest = {
  query: string;
  /** The JSON text of the variables, sent as it was typed: large numbers keep every digit. */
  variablesText: string;
  operationName: string | null;
  /** Asks how the operation is answered as well: its SQL, its plan and its time. For those who may look inside. */
  isExplained?: boolean;
};

/** How a request ended. `answered` covers every status: a GraphQL error is an answer too. */
export type Outcome =
  | {
      kind: "answered";
      status: number;
      statusText: string;
      contentType: string;
      body: string;
      bytes: number;
      milliseconds: number;
    }
  | { kind: "unreachable"; message: string }
  | { kind: "cancelled" };

/** How the answer is wanted: whole, or as a stream of results that lasts, which subscriptions need. */
export type Delivery = "whole" | "stream";

const acceptedTypes: Record<Delivery, string> = {
  whole: "application/graphql-response+json, application/json;q=0.9",
  stream: "text/event-stream",
};

/** All headers that are sent: the writer's own, and what the protocol asks for. */
export function sentHeaders(delivery: Delivery, headers: RequestHeaders): RequestHeaders {
  return { accept: acceptedTypes[delivery], ...headers, "content-type": "application/json" };
}

export function requestBody(request: GraphQLRequest): string {
  const parts = [`"query":${JSON.stringify(request.query)}`];
  if (request.variablesText.trim() !== "") parts.push(`"variables":${request.variablesText.trim()}`);
  if (request.operationName !== null) parts.push(`"operationName":${JSON.stringify(request.operationName)}`);
  if (request.isExplained) parts.push('"extensions":{"explain":true,"cost":true}');
  return `{${parts.join(",")}}`;
}

export async function sendRequest(
  endpoint: string,
  request: GraphQLRequest,
  headers: RequestHeaders,
  signal?: AbortSignal,
): Promise<Outcome> {
  const started = performance.now();
  try {
    const response = await post(endpoint, request, sentHeaders("whole", headers), signal);
    return await readAnswer(response, started);
  } catch (error) {
    return failure(error, signal);
  }
}

/** Sends it. A session of this browser that needs new tokens gets them first. */
export async function post(
  endpoint: string,
  request: GraphQLRequest,
  headers: RequestHeaders,
  signal?: AbortSignal,
): Promise<Response> {
  const send = () => fetch(endpoint, { method: "POST", headers, body: requestBody(request), signal });
  const response = await send();
  const isOwn = !Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
  if (response.status !== 401 || !isOwn) return response;
  const renewed = await renewSession().then(
    () => true,
    () => false,
  );
  return renewed ? send() : response;
}

/** Reads an answer to its end. `started` is when it was asked for, by `performance.now()`. */
export async function readAnswer(response: Response, started: number): Promise<Outcome> {
  const content = await response.arrayBuffer();
  return {
    kind: "answered",
    status: response.status,
    statusText: response.statusText,
    contentType: response.headers.get("content-type") ?? "",
    body: new TextDecoder().decode(content),
    bytes: content.byteLength,
    milliseconds: performance.now() - started,
  };
}

/** What an exception of `fetch` means. */
export function failure(error: unknown, signal?: AbortSignal): Outcome {
  if (signal?.aborted) return { kind: "cancelled" };
  return { kind: "unreachable", message: error instanceof Error ? error.message : String(error) };
}
