import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { ModelDocument, ModelFingerprintDocument } from "../../generated/operations.ts";
import { useLiveState } from "./live.ts";
import { send } from "./operation.ts";

/**
 * Loads the model anew when it has changed on the server: that ends all connections, so it is asked for once the page
 * is connected again. `fingerprint` is that of the model that the page has.
 */
export function useFollowedModel(fingerprint: string | undefined): void {
  const queries = useQueryClient();
  const live = useLiveState();
  const wasLost = useRef(false);
  useEffect(() => {
    if (live === "lost") wasLost.current = true;
    if (live !== "connected" || !wasLost.current || fingerprint === undefined) return;
    wasLost.current = false;
    send(ModelFingerprintDocument, {})
      .then(({ model }) => {
        if (model.fingerprint === fingerprint) return;
        void queries.invalidateQueries({ queryKey: ["operation", ModelDocument.toString()] });
      })
      // Whoever can't be reached now is lost again soon.
      .catch(() => undefined);
  }, [live, fingerprint, queries]);
}
