import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { SignOutDocument } from "../../generated/operations.ts";
import { closeSocket } from "../api/live.ts";
import { announceSessionEnd } from "../api/session-end.ts";
import { useSend } from "../api/use-operation.ts";
import { setViewpoint } from "../api/viewpoint.ts";
import { forgetRecentEntries } from "./recent-entries.ts";
import { showFailure } from "./toast.tsx";

/** Ends the session, or all that one has, and forgets in this browser what was read with it. */
export function useSignOut({ everywhere = false }: { everywhere?: boolean } = {}): () => void {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const signOut = useSend(SignOutDocument, { asSelf: true });
  return () =>
    signOut.mutate(
      { everywhere },
      {
        onSuccess: async () => {
          setViewpoint({ kind: "self" });
          closeSocket();
          announceSessionEnd();
          forgetRecentEntries();
          await navigate({ to: "/sign-in" });
          // What the sign-in page asks right now must stay.
          queries.removeQueries({ type: "inactive" });
        },
        onError: (error) => showFailure(error, t),
      },
    );
}
