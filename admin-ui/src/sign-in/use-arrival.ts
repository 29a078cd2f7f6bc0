import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ArrivalFragment } from "../../generated/operations.ts";
import { closeSocket } from "../api/live.ts";
import { noteSessionStart } from "../api/session-end.ts";
import { setViewpoint } from "../api/viewpoint.ts";

/** What a sign-in led to: either a session, which is a cookie by now, or a question for more. */
export type Arrival = ArrivalFragment;

/** Goes on to a page of the admin as whoever is signed in now. What was known before was somebody else's. */
export function useGoOn(): (next: string) => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async (next) => {
    setViewpoint({ kind: "self" });
    closeSocket();
    noteSessionStart();
    queries.clear();
    await navigate({ href: next, replace: true });
  };
}
