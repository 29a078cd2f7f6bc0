import { useState } from "react";
import { type GraphQLRequest, type Outcome, sendRequest } from "../api/graphql-request.ts";
import type { RequestHeaders } from "../api/request-headers.ts";

/** What a tab's last request came to. */
export type Run = { kind: "running"; abort: AbortController } | Outcome;

/** The last run of every tab. Starting another one in a tab cancels the one before it. */
export function useRuns(endpoint: string) {
  const [runs, setRuns] = useState<Readonly<Record<string, Run>>>({});

  const start = async (draftId: string, request: GraphQLRequest, headers: RequestHeaders) => {
    const abort = new AbortController();
    const previous = runs[draftId];
    if (previous?.kind === "running") previous.abort.abort();
    setRuns((runs) => ({ ...runs, [draftId]: { kind: "running", abort } }));
    const outcome = await sendRequest(endpoint, request, headers, abort.signal);
    setRuns((runs) => (isRunOf(runs[draftId], abort) ? { ...runs, [draftId]: outcome } : runs));
  };

  const cancel = (draftId: string) => {
    const run = runs[draftId];
    if (run?.kind === "running") run.abort.abort();
  };

  return { runs, start, cancel };
}

function isRunOf(run: Run | undefined, abort: AbortController): boolean {
  return run?.kind === "running" && run.abort === abort;
}
