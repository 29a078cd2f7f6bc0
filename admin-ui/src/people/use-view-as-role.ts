import { useNavigate } from "@tanstack/react-router";
import { useViewAs } from "../parts/use-view-as.ts";

/** Looks at everything as somebody who has just this role. */
export function useViewAsRole(): (role: string) => Promise<void> {
  const navigate = useNavigate();
  const viewAs = useViewAs();
  return async (role) => {
    await navigate({ to: "/" });
    viewAs({ kind: "roles", roles: [role] });
  };
}
