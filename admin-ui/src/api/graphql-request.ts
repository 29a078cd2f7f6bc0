import type { RequestHeaders } from "./request-headers.ts";

export type GraphQLRequest = {
  query: string;
  /** The JSON text of the variables, sent as it was typed: large numbers keep every digit. */
  variablesText: string;
  operationName: string | null;
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

export const acceptedTypes = "application/graphql-response+json, application/json;q=0.9";

export function requestBody(request: GraphQLRequest): string {
  const parts = [`"query":${JSON.stringify(request.query)}`];
  if (request.variablesText.trim() !== "") parts.push(`"variables":${request.variablesText.trim()}`);
  if (request.operationName !== null) parts.push(`"operationName":${JSON.stringify(request.operationName)}`);
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
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { accept: acceptedTypes, ...headers, "content-type": "application/json" },
      body: requestBody(request),
      signal,
    });
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
  } catch (error) {
    if (signal?.aborted) return { kind: "cancelled" };
    return { kind: "unreachable", message: error instanceof Error ? error.message : String(error) };
  }
}
