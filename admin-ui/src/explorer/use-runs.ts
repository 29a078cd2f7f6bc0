import { useEffect, useEffectEvent, useRef, useState } from "react";
import { openStream } from "../api/event-stream.ts";
import { type Delivery, type GraphQLRequest, type Outcome, sendRequest } from "../api/graphql-request.ts";
import type { RequestHeaders } from "../api/request-headers.ts";
import { follow } from "./follow.ts";
import type { LiveRun } from "./live-run.ts";

/** What a tab's last request came to. */
export type Run = { kind: "running" } | Outcome | LiveRun;

type Started = { abort: AbortController; delivery: Delivery };

/**
 * The last run of every tab. Starting another one in a tab cancels the one before it. A stream lasts while its tab is
 * shown: browsers open few connections to one server.
 */
export function useRuns(endpoint: string, shownDraftId: string) {
  const [runs, setRuns] = useState<Readonly<Record<string, Run>>>({});
  const started = useRef(new Map<string, Started>());

  const cancel = (draftId: string) => started.current.get(draftId)?.abort.abort();

  const start = (draftId: string, request: GraphQLRequest, delivery: Delivery, headers: RequestHeaders) => {
    cancel(draftId);
    const abort = new AbortController();
    const { signal } = abort;
    started.current.set(draftId, { abort, delivery });
    const report = (run: Run) => {
      if (started.current.get(draftId)?.abort !== abort) return;
      setRuns((runs) => ({ ...runs, [draftId]: run }));
    };
    report({ kind: "running" });
    if (delivery === "whole") void sendRequest(endpoint, request, headers, signal).then(report);
    else void follow(() => openStream(endpoint, request, headers, signal), signal, report);
  };

  const forget = (draftId: string) => {
    cancel(draftId);
    started.current.delete(draftId);
    setRuns(({ [draftId]: _, ...others }) => others);
  };

  const leave = useEffectEvent((draftId: string) => {
    if (started.current.get(draftId)?.delivery === "stream") cancel(draftId);
  });
  useEffect(() => () => leave(shownDraftId), [shownDraftId]);

  return { runs, start, cancel, forget };
}

/** Whether there is something to stop. */
export function isGoingOn(run: Run | undefined): boolean {
  if (run?.kind === "live") return run.connection === "open" || run.connection === "lost";
  return run?.kind === "running";
}
