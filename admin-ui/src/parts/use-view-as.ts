import { useQueryClient } from "@tanstack/react-query";
import { reopenSocket } from "../api/live.ts";
import { setViewpoint, type Viewpoint } from "../api/viewpoint.ts";

/** Looks at everything as somebody else, or as oneself again: all that was read is asked for anew. */
export function useViewAs(): (viewpoint: Viewpoint) => void {
  const queries = useQueryClient();
  return (viewpoint) => {
    setViewpoint(viewpoint);
    reopenSocket();
    void queries.resetQueries();
  };
}
