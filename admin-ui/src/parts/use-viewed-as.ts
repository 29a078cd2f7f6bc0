import { useModel } from "../api/use-model.ts";
import { useViewpoint } from "../api/viewpoint.ts";

/** As whom an admin looks at everything, by the name that people know; null as oneself. */
export function useViewedAs(): string | null {
  const viewpoint = useViewpoint();
  const model = useModel();
  if (viewpoint.kind === "self") return null;
  if (viewpoint.kind === "user") return viewpoint.name;
  return viewpoint.roles
    .map((name) => model.roles.find((role) => role.name === name)?.label ?? name)
    .join(", ");
}
