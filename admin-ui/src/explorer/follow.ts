import type { Opened } from "../api/event-stream.ts";
import type { Outcome } from "../api/graphql-request.ts";
import { type LiveRun, opened, received } from "./live-run.ts";

const firstWaitMilliseconds = 1000;
const longestWaitMilliseconds = 30_000;

/**
 * Reads a stream until it is complete or `signal` aborts it, and reports what there is to show. A connection that is
 * lost is opened again, after waits that grow; one that never stood is not.
 */
export async function follow(
  open: () => Promise<Opened>,
  signal: AbortSignal,
  report: (run: LiveRun | Outcome) => void,
): Promise<void> {
  let run: LiveRun | null = null;
  let wait = firstWaitMilliseconds;
  const show = (shown: LiveRun): LiveRun => {
    if (shown.count > (run?.count ?? 0)) wait = firstWaitMilliseconds;
    run = shown;
    report(shown);
    return shown;
  };
  while (true) {
    const stream = await open();
    if (stream.kind === "open") run = await readResults(stream.results, opened(run, Date.now()), show);
    else if (run === null || !isPassing(stream)) return report(stream);
    if (run.connection === "completed") return;
    if (!signal.aborted) {
      show({ ...run, connection: "lost" });
      await pause(wait, signal);
      wait = Math.min(wait * 2, longestWaitMilliseconds);
    }
    if (signal.aborted) return void show({ ...run, connection: "stopped" });
  }
}

/** Shows every result. Gives back the run as `completed`, or as it was when the connection was lost. */
async function readResults(
  results: AsyncIterable<string>,
  begun: LiveRun,
  show: (run: LiveRun) => LiveRun,
): Promise<LiveRun> {
  let run = show(begun);
  try {
    for await (const body of results) run = show(received(run, body, Date.now()));
    return show({ ...run, connection: "completed" });
  } catch {
    return run;
  }
}

/** Whether the same request may be answered with a stream a little later: the server starts again, or is busy. */
function isPassing(outcome: Outcome): boolean {
  return outcome.kind !== "answered" || outcome.status >= 500 || outcome.status === 429;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
