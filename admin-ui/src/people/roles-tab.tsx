import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconEye, IconShield } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AccessMatrixDocument } from "../../generated/operations.ts";
import { isRecord } from "../api/json-object.ts";
import { contentOperation } from "../api/operation.ts";
import { useModel } from "../api/use-model.ts";
import { useOperation } from "../api/use-operation.ts";
import type { Collection } from "../model/model.ts";
import { Panel } from "../parts/panel.tsx";
import { Row, Rows } from "../parts/rows.tsx";
import { type AccessCell, type Action, reach } from "./access-grid.ts";
import { useViewAsRole } from "./use-view-as-role.ts";

/** The roles of the model: who has them, and what they may do. */
export function RolesTab() {
  const { t, i18n } = useTranslation();
  const model = useModel();
  const viewAs = useViewAsRole();
  const matrix = useOperation(AccessMatrixDocument, {});
  const counts = useUserCounts();
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <Panel title={t("people.roles")} hint={t("people.rolesTabHint")}>
      <Rows label={t("people.roles")}>
        {model.roles.map((role) => {
          const count = counts(role.name);
          return (
            <Row
              key={role.name}
              icon={IconShield}
              title={
                <>
                  {role.label}
                  {count !== null && role.name !== "public" && role.name !== "user" && (
                    <Anchor
                      size="xs"
                      renderRoot={(props) => <Link to="/people" search={{ role: role.name }} {...props} />}
                    >
                      {t("people.userCount", { count, number: number.format(count) })}
                    </Anchor>
                  )}
                </>
              }
              detail={
                <Stack gap={2}>
                  {role.description && <span>{role.description}</span>}
                  {matrix.data && <Reach cells={matrix.data.accessMatrix} role={role.name} />}
                </Stack>
              }
              action={
                <Group gap="xs" justify="flex-end">
                  <Button
                    variant="default"
                    size="compact-sm"
                    visibleFrom="xs"
                    renderRoot={(props) => (
                      <Link to="/people" search={{ tab: "access", roles: [role.name] }} {...props} />
                    )}
                  >
                    {t("people.tabs.access")}
                  </Button>
                  {role.name !== "admin" && (
                    <Button
                      variant="default"
                      size="compact-sm"
                      leftSection={<IconEye size={14} />}
                      aria-label={t("people.viewAsRole", { role: role.label })}
                      onClick={() => void viewAs(role.name)}
                    >
                      {t("people.viewAs")}
                    </Button>
                  )}
                </Group>
              }
            />
          );
        })}
      </Rows>
    </Panel>
  );
}

const summed: Action[] = ["READ", "CREATE", "UPDATE", "DELETE"];

/** What a role may do in a few numbers: with how many types, to all of their records or to some. */
function Reach({ cells, role }: { cells: AccessCell[]; role: string }) {
  const { t } = useTranslation();
  const parts = summed.map((action) => {
    const { all, some } = reach(cells, role, action);
    return `${t(`people.actions.${action}`)} ${t("people.reach", { count: all + some })}`;
  });
  return <Text inherit>{parts.join(" · ")}</Text>;
}

/** How many users have each role, in one request. */
function useUserCounts(): (role: string) => number | null {
  const model = useModel();
  const users = model.collections.get("User");
  const roles = model.roles.map((role) => role.name);
  const canCount =
    users?.api.aggregate != null && users.fields.some((field) => field.operators.includes("has"));
  const answer = useOperation(countOperation(users, roles), {}, { enabled: canCount });
  return (role) => {
    const counted: unknown = answer.data?.[`role_${role}`];
    return isRecord(counted) && typeof counted.count === "number" ? counted.count : null;
  };
}

function countOperation(users: Collection | undefined, roles: string[]) {
  const counts = roles.map(
    (role) => `role_${role}: ${users?.api.aggregate}(where: { roles: { has: ${role} } }) { count }`,
  );
  return contentOperation(`query RoleCounts { ${counts.join(" ")} }`);
}
