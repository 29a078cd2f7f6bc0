import { keepPreviousData, useQuery } from "@tanstack/react-query";
import {
  buildClientSchema,
  type GraphQLSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
} from "graphql";
import { sendRequest } from "./graphql-request.ts";
import { isRecord } from "./json-object.ts";
import type { RequestHeaders } from "./request-headers.ts";

const introspection = getIntrospectionQuery({
  directiveIsRepeatable: true,
  inputValueDeprecation: true,
  oneOf: true,
  schemaDescription: true,
  specifiedByUrl: true,
});

/** While the schema can't be read, it is asked for again this often, so that the page heals by itself. */
const retryMilliseconds = 4000;

export type SchemaState = {
  schema: GraphQLSchema | null;
  error: string | null;
  isFetching: boolean;
  refetch: () => void;
};

/** The API's schema. It is read again when the tab is looked at, because the model may have changed meanwhile. */
export function useSchema(endpoint: string, headers: RequestHeaders): SchemaState {
  const query = useQuery({
    queryKey: ["schema", endpoint, headers],
    queryFn: ({ signal }) => readIntrospection(endpoint, headers, signal),
    // An unchanged answer keeps its identity, so this runs again only when the schema did change.
    select: toSchema,
    // A function made here would be another one at every rendering, and each would select anew, without end.
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: "always",
    refetchInterval: ({ state }) => (state.status === "error" ? retryMilliseconds : false),
    retry: false,
    networkMode: "always",
  });
  return {
    schema: query.data ?? null,
    error: query.error?.message ?? null,
    isFetching: query.isFetching,
    refetch: () => void query.refetch(),
  };
}

function toSchema(data: IntrospectionQuery): GraphQLSchema {
  return buildClientSchema(data);
}

async function readIntrospection(endpoint: string, headers: RequestHeaders, signal: AbortSignal) {
  const request = { query: introspection, variablesText: "", operationName: null };
  const outcome = await sendRequest(endpoint, request, headers, signal);
  if (outcome.kind !== "answered") throw new Error(`${endpoint} can't be reached`);
  return introspectionResult(outcome.status, outcome.body);
}

/** Takes the introspection result out of an answer, or says in one sentence why there is none. */
export function introspectionResult(status: number, body: string): IntrospectionQuery {
  const answer = parseAnswer(status, body);
  if (isIntrospection(answer.data)) return answer.data;
  const [first] = Array.isArray(answer.errors) ? answer.errors : [];
  const reason = isRecord(first) && typeof first.message === "string" ? first.message : `status ${status}`;
  throw new Error(`the API refused to describe itself: ${reason}`);
}

function parseAnswer(status: number, body: string): Record<string, unknown> {
  try {
    const answer: unknown = JSON.parse(body);
    if (isRecord(answer)) return answer;
  } catch {
    // Not JSON, so not from a GraphQL server: a proxy's error page, most likely.
  }
  throw new Error(`the endpoint answered with status ${status} and no GraphQL`);
}

function isIntrospection(data: unknown): data is IntrospectionQuery {
  return isRecord(data) && isRecord(data.__schema) && Array.isArray(data.__schema.types);
}
