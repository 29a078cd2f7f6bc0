import type { DocumentTypeDecoration } from "@graphql-typed-document-node/core";
import { ApiError, firstError } from "./api-error.ts";
import { graphqlEndpoint } from "./endpoint.ts";
import { parseJson, writeJson } from "./exact-json.ts";
import { isRecord } from "./json-object.ts";
import { narrow, narrowedText } from "./narrowed.ts";
import { noteSessionEnd } from "./session-end.ts";
import { viewpoint, viewpointHeaders } from "./viewpoint.ts";

/** The text of an operation, with the types of what it answers and of its variables. */
export type Operation<Result, Variables> = DocumentTypeDecoration<Result, Variables> & { toString(): string };

/** Something that is known only at run time, such as the content: its answer must be narrowed by the caller. */
export type ContentOperation = Operation<Record<string, unknown>, Record<string, unknown>>;

/** Takes a text as an operation whose types are not known. */
export function contentOperation(text: string): ContentOperation {
  return { toString: () => text };
}

export type SendOptions = {
  signal?: AbortSignal;
  /** Sent with the first attempt and with every other: the server does it once. */
  idempotencyKey?: string;
  /** Speaks for whoever is signed in, though the page looks at things as somebody else. */
  asSelf?: boolean;
  /** Takes nulls in place of single values that may not be read; without it they refuse the whole answer. */
  acceptsNulls?: boolean;
  /** An operation for anyone is never worth a new session. */
  forAnyone?: boolean;
};

/**
 * Sends an operation and answers its data. A session that needs new tokens gets them on the way.
 *
 * @throws {ApiError} the first error of the answer, or `OFFLINE` when the server can't be reached.
 */
export async function send<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: Variables,
  options: SendOptions = {},
): Promise<Result> {
  try {
    return await sendOnce(operation, variables, options);
  } catch (error) {
    const isOver = error instanceof ApiError && error.code === "UNAUTHENTICATED";
    const speaksForSelf = options.asSelf === true || viewpoint().kind !== "user";
    if (!isOver || options.forAnyone === true || !speaksForSelf) throw error;
    return withNewTokens(() => sendOnce(operation, variables, options), error);
  }
}

const refresh: Operation<unknown, Record<string, never>> = {
  toString: () => "mutation RefreshSession { refreshSession { session { expiresAt } } }",
};

let refreshing: Promise<void> = Promise.resolve();

/**
 * A refresh token counts once, in whichever window: windows take turns, and each first looks whether the one before
 * it brought new tokens.
 */
async function withNewTokens<Result>(again: () => Promise<Result>, reason: ApiError): Promise<Result> {
  return inTurn(async () => {
    try {
      return await again();
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "UNAUTHENTICATED") throw error;
    }
    try {
      await sendOnce(refresh, {}, { asSelf: true });
    } catch (error) {
      if (error instanceof ApiError && error.code === "OFFLINE") throw error;
      noteSessionEnd();
      throw reason;
    }
    return await again();
  });
}

/** Gets new tokens if the session needs them, for what is no request: a socket. */
export async function renewSession(): Promise<void> {
  const whoAmI: Operation<unknown, Record<string, never>> = { toString: () => "query WhoAmI { me { id } }" };
  await send(whoAmI, {}, { asSelf: true });
}

function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  // Without encryption browsers have no locks; then at least this window does one thing after the other.
  if (navigator.locks) return navigator.locks.request("headwater.refresh", work) as Promise<Result>;
  const result = refreshing.then(work);
  refreshing = result.then(
    () => undefined,
    () => undefined,
  );
  return result;
}

const mostNarrowed = 4;

async function sendOnce<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: Variables,
  options: SendOptions,
): Promise<Result> {
  const headers: Record<string, string> = {
    accept: "application/graphql-response+json, application/json;q=0.9",
    "content-type": "application/json",
    ...(options.asSelf ? {} : viewpointHeaders(viewpoint())),
  };
  if (options.idempotencyKey) headers["idempotency-key"] = options.idempotencyKey;
  const text = operation.toString();
  // Each time it knows more of what is hidden; what is not known by then is told as it is.
  for (let triesLeft = options.acceptsNulls ? mostNarrowed : 0; ; triesLeft -= 1) {
    const query = options.acceptsNulls ? narrowedText(text, variables) : text;
    const answer = await ask(headers, writeJson({ query, variables }), options.signal);
    const hasErrors = Array.isArray(answer.errors) && answer.errors.length > 0;
    if (!hasErrors || (options.acceptsNulls && isOnlyHidden(answer))) return answer.data as Result;
    if (triesLeft === 0 || !(await narrow(text, variables, answer.errors))) throw firstError(answer.errors);
  }
}

/**
 * Whether everything was answered but for values that whoever asks may not read: those are null. Where the model
 * promises such a value, what is around it is null as well, which is no answer.
 */
export function isOnlyHidden(answer: { data?: unknown; errors?: unknown }): boolean {
  const { data, errors } = answer;
  if (!isRecord(data) || !Array.isArray(errors)) return false;
  const isHidden = (error: unknown) =>
    isRecord(error) &&
    Array.isArray(error.path) &&
    error.path.length > 1 &&
    isThere(data, error.path.slice(0, -1)) &&
    firstError(error).code === "FORBIDDEN";
  return errors.every(isHidden);
}

function isThere(data: unknown, path: unknown[]): boolean {
  const found = path.reduce<unknown>((inside, step) => {
    if (Array.isArray(inside)) return inside[Number(step)];
    return isRecord(inside) ? inside[String(step)] : undefined;
  }, data);
  return found !== null && found !== undefined;
}

async function ask(headers: Record<string, string>, body: string, signal?: AbortSignal) {
  let response: Response;
  let text: string;
  try {
    response = await fetch(graphqlEndpoint(window.location.href), { method: "POST", headers, body, signal });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError("the server can't be reached", "OFFLINE");
  }
  try {
    const answer = parseJson(text);
    if (isRecord(answer)) return answer;
  } catch {
    // Not JSON, so not from Headwater: a proxy's error page, most likely.
  }
  throw new ApiError(`the server answered with status ${response.status} and no GraphQL`, "OFFLINE");
}
