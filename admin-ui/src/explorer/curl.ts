import { type Delivery, type GraphQLRequest, requestBody, sentHeaders } from "../api/graphql-request.ts";
import type { RequestHeaders } from "../api/request-headers.ts";

/** The request as a command for a POSIX shell. */
export function curlCommand(
  endpoint: string,
  request: GraphQLRequest,
  delivery: Delivery,
  headers: RequestHeaders,
): string {
  return [
    // Without `-N`, curl keeps the results of a stream until it has a buffer full of them.
    `curl ${delivery === "stream" ? "-N " : ""}${quote(endpoint)}`,
    ...Object.entries(sentHeaders(delivery, headers)).map(
      ([name, value]) => `-H ${quote(`${name}: ${value}`)}`,
    ),
    `--data-raw ${quote(requestBody(request))}`,
  ].join(" \\\n  ");
}

/** Nothing is special inside single quotes but the quote itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
