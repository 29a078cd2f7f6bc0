import { type Client, createClient } from "graphql-ws";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { ApiError, firstError } from "./api-error.ts";
import { noteConnection } from "./connection-loss.ts";
import { socketEndpoint } from "./endpoint.ts";
import { parseJson, reviveExact, writeJson } from "./exact-json.ts";
import { exactSocket } from "./exact-socket.ts";
import { forgetNarrowed, narrow, narrowedText } from "./narrowed.ts";
import { isOnlyHidden, type Operation, renewSession } from "./operation.ts";
import { viewpoint, viewpointPayload } from "./viewpoint.ts";

/** Whether what is on the page follows the server: `resting` when nothing is watched. */
export type LiveState = "resting" | "connecting" | "connected" | "lost";

const slowestRetryMilliseconds = 15_000;
const listeners = new Set<() => void>();
let state: LiveState = "resting";
let client: Client | null = null;
/** How each subscription begins anew. */
const running = new Set<() => void>();

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => state,
  );
}

export type LiveHandlers<Result> = {
  /** Takes nulls in place of single values that may not be read. */
  acceptsNulls?: boolean;
  onData: (data: Result) => void;
  /** The subscription ended for good: it asks for something wrong, or nobody is signed in any more. */
  onError?: (error: ApiError) => void;
};

/**
 * Subscribes over the page's one socket, and again for as long as it is wanted: after a lost connection, and with new
 * tokens when a session needs them.
 *
 * @returns ends it.
 */
export function subscribe<Result, Variables extends Record<string, unknown>>(
  operation: Operation<Result, Variables>,
  variables: Variables,
  handlers: LiveHandlers<Result>,
): () => void {
  let end: (() => void) | null = null;
  let isOver = false;
  let renewals = 0;

  const text = operation.toString();
  const start = () => {
    const query = handlers.acceptsNulls ? narrowedText(text, variables) : text;
    end = socket().subscribe<Result>(
      { query, variables },
      {
        next: (answer) => {
          const hasErrors = answer.errors !== undefined && answer.errors.length > 0;
          if (hasErrors && !(handlers.acceptsNulls && isOnlyHidden(answer)))
            return void refused(answer.errors);
          renewals = 0;
          if (answer.data && !isOver) handlers.onData(answer.data);
        },
        error: (error) => fail(error instanceof CloseEvent ? lost() : firstError(error)),
        complete: () => undefined,
      },
    );
  };
  /** What is hidden is left out, as far as that helps. */
  const refused = async (errors: unknown) => {
    const isNarrower = handlers.acceptsNulls === true && (await narrow(text, variables, errors));
    if (!isNarrower) return fail(firstError(errors));
    if (!isOver) restart();
  };
  const fail = (error: ApiError) => {
    if (isOver) return;
    const canRenew = error.code === "UNAUTHENTICATED" && renewals < 2 && viewpoint().kind !== "user";
    if (!canRenew) return handlers.onError?.(error);
    renewals += 1;
    // The cookie is sent when a socket opens: another one is needed.
    renewSession().then(
      () => {
        if (isOver) return;
        client?.terminate();
        end?.();
        start();
      },
      () => handlers.onError?.(error),
    );
  };

  const restart = () => {
    end?.();
    renewals = 0;
    start();
  };
  running.add(restart);
  start();
  return () => {
    running.delete(restart);
    isOver = true;
    end?.();
  };
}

/** Watches while the component is there. `null` watches nothing. */
export function useSubscription<Result, Variables extends Record<string, unknown>>(
  operation: Operation<Result, Variables> | null,
  variables: Variables,
  handlers: LiveHandlers<Result>,
): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  const text = operation?.toString() ?? null;
  const variablesText = writeJson(variables);
  useEffect(() => {
    if (text === null) return;
    return subscribe<Result, Record<string, unknown>>(
      { toString: () => text },
      parseJson(variablesText) as Record<string, unknown>,
      {
        acceptsNulls: latest.current.acceptsNulls ?? false,
        onData: (data) => latest.current.onData(data),
        onError: (error) => latest.current.onError?.(error),
      },
    );
  }, [text, variablesText]);
}

/** Ends every subscription, for the page is left. */
export function closeSocket(): void {
  const before = client;
  client = null;
  forgetNarrowed();
  endClient(before);
  become("resting");
}

/** Begins every subscription anew, for somebody else looks at the page, or their session is another one. */
export function reopenSocket(): void {
  const before = client;
  client = null;
  forgetNarrowed();
  for (const restart of [...running]) restart();
  endClient(before);
  if (running.size === 0) become("resting");
}

/** One that is just connecting may fail to, which is all the same by now. */
function endClient(one: Client | null): void {
  Promise.resolve(one?.dispose()).catch(() => undefined);
}

function socket(): Client {
  if (client) return client;
  // What becomes of a socket that is not the page's any more says nothing of the page.
  const tell = (next: LiveState) => {
    if (client === made) become(next);
  };
  const made = createClient({
    url: socketEndpoint(window.location.href),
    lazy: true,
    lazyCloseTimeout: 2000,
    webSocketImpl: exactSocket(),
    jsonMessageReviver: reviveExact,
    keepAlive: 20_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    // The server closes with a code that the library holds to be final when its model changed or it restarts.
    shouldRetry: () => true,
    retryWait: (tries) => new Promise((resolve) => setTimeout(resolve, waitBefore(tries))),
    connectionParams: () => viewpointPayload(viewpoint()),
    on: {
      connecting: () => tell(state === "lost" ? "lost" : "connecting"),
      connected: () => tell("connected"),
      closed: (event) => tell(isWanted(event) ? "lost" : "resting"),
    },
  });
  client = made;
  return made;
}

function waitBefore(tries: number): number {
  const wait = Math.min(slowestRetryMilliseconds, 500 * 2 ** tries);
  return wait * (0.75 + Math.random() / 2);
}

/** 1000 is how the page itself closes a socket that nothing needs. */
function isWanted(event: unknown): boolean {
  return !(event instanceof CloseEvent) || event.code !== 1000;
}

function lost(): ApiError {
  return new ApiError("the connection to the server was lost", "OFFLINE");
}

function become(next: LiveState): void {
  if (next === state) return;
  state = next;
  noteConnection({ isLost: next === "lost" });
  for (const listener of listeners) listener();
}
