import { Badge } from "@mantine/core";
import { useModel } from "../../api/use-model.ts";

/** Roles by their names in the model. */
export function RoleBadges({ roles }: { roles: readonly string[] }) {
  const model = useModel();
  return roles.map((role) => (
    <Badge key={role} size="sm" variant="light" color={role === "admin" ? "water" : "gray"}>
      {model.roles.find((known) => known.name === role)?.label ?? role}
    </Badge>
  ));
}
