import { acceptedTypes, type GraphQLRequest, requestBody } from "../api/graphql-request.ts";
import type { RequestHeaders } from "../api/request-headers.ts";

/** The request as a command for a POSIX shell. */
export function curlCommand(endpoint: string, request: GraphQLRequest, headers: RequestHeaders): string {
  const sent = { accept: acceptedTypes, ...headers, "content-type": "application/json" };
  return [
    `curl ${quote(endpoint)}`,
    ...Object.entries(sent).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    `--data-raw ${quote(requestBody(request))}`,
  ].join(" \\\n  ");
}

/** Nothing is special inside single quotes but the quote itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
