import { Anchor, Avatar, Badge, Group, Table, Text } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AccountStatesQuery } from "../../generated/operations.ts";
import { useMe } from "../api/use-model.ts";
import { RoleBadges } from "../parts/accounts/role-badges.tsx";
import { Moment } from "../parts/moment.tsx";
import { type UserRow, userName } from "./users.ts";

export type AccountState = AccountStatesQuery["accountStates"][number];

/** One line for each user; the name opens them. `states` is null for who may not see them. */
export function UsersTable({ users, states }: { users: UserRow[]; states: AccountState[] | null }) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Table verticalSpacing={8} highlightOnHover style={{ borderTop: "1px solid var(--hw-line)" }}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("people.user")}</Table.Th>
          <Table.Th visibleFrom="xs">{t("people.roles")}</Table.Th>
          {states && <Table.Th>{t("people.state")}</Table.Th>}
          {states && <Table.Th visibleFrom="md">{t("people.lastSignIn")}</Table.Th>}
          <Table.Th visibleFrom="md">{t("people.since")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {users.map((user) => {
          const state = states?.find((known) => known.user === user.id);
          return (
            <Table.Tr key={user.id}>
              <Table.Td>
                <Group gap="sm" wrap="nowrap">
                  <Avatar size={30} radius="xl" name={userName(user)} color="water" aria-hidden="true" />
                  <div style={{ minWidth: 0, overflowWrap: "anywhere" }}>
                    <Anchor
                      fw={600}
                      size="sm"
                      c="inherit"
                      renderRoot={(props) => (
                        <Link
                          to="/people"
                          search={(known: Record<string, unknown>) => ({ ...known, user: user.id })}
                          {...props}
                        />
                      )}
                    >
                      {userName(user)}
                    </Anchor>
                    {user.id === me.id && (
                      <Text span size="xs" c="dimmed">
                        {" "}
                        {t("people.you")}
                      </Text>
                    )}
                    {user.email && user.email !== userName(user) && (
                      <Text size="xs" c="dimmed">
                        {user.email}
                      </Text>
                    )}
                    <Group gap={4} hiddenFrom="xs" mt={2}>
                      <RoleBadges roles={user.roles} />
                    </Group>
                  </div>
                </Group>
              </Table.Td>
              <Table.Td visibleFrom="xs">
                <Group gap={4}>
                  <RoleBadges roles={user.roles} />
                </Group>
              </Table.Td>
              {states && (
                <Table.Td>
                  <StateBadges state={state} />
                </Table.Td>
              )}
              {states && (
                <Table.Td visibleFrom="md">
                  {state?.signedInAt ? (
                    <Moment at={state.signedInAt} />
                  ) : (
                    <Text span inherit c="dimmed">
                      {t("people.never")}
                    </Text>
                  )}
                </Table.Td>
              )}
              <Table.Td visibleFrom="md">{user.createdAt && <Moment at={user.createdAt} />}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

/** Whether somebody can sign in, and how well that is guarded. */
export function StateBadges({ state }: { state: AccountState | undefined }) {
  const { t } = useTranslation();
  if (!state)
    return (
      <Badge variant="dot" color="gray" size="sm">
        {t("people.noWayIn")}
      </Badge>
    );
  return (
    <Group gap={4}>
      {state.disabledAt ? (
        <Badge variant="dot" color="red" size="sm">
          {t("people.disabled")}
        </Badge>
      ) : (
        <Badge variant="dot" color="green" size="sm">
          {state.anonymous ? t("people.anonymous") : t("people.active")}
        </Badge>
      )}
      {state.authenticator && (
        <Badge variant="light" color="gray" size="sm" leftSection={<IconShieldCheck size={12} />}>
          {t("people.secondFactor")}
        </Badge>
      )}
    </Group>
  );
}
