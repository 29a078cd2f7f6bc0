import { Drawer, Group, Skeleton, Stack, Tabs, Text, Title } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AccountStatesDocument } from "../../generated/operations.ts";
import { recordQuery } from "../api/content.ts";
import { isAdmin, useMe } from "../api/use-model.ts";
import { useLiveOperation, useOperation } from "../api/use-operation.ts";
import type { Collection } from "../model/model.ts";
import { EventList } from "../parts/accounts/event-list.tsx";
import { IdentityList } from "../parts/accounts/identity-list.tsx";
import { PasskeyList } from "../parts/accounts/passkey-list.tsx";
import { RoleBadges } from "../parts/accounts/role-badges.tsx";
import { SessionList } from "../parts/accounts/session-list.tsx";
import { TokenList } from "../parts/accounts/token-list.tsx";
import { ErrorState } from "../parts/error-state.tsx";
import { UserActions } from "./user-actions.tsx";
import { UserOverview } from "./user-overview.tsx";
import { readUser, type UserRow, userName, userSelection } from "./users.ts";

type Props = { id: string | null; users: Collection; onClose: () => void };

/** One user. Which one stands in the address. */
export function UserDrawer({ id, users, onClose }: Props) {
  const { t } = useTranslation();
  const record = useLiveOperation(
    recordQuery(users, userSelection(users)),
    { id: id ?? "" },
    { enabled: id !== null },
  );
  const user = record.data ? readUser(record.data.record) : null;
  return (
    <Drawer
      opened={id !== null}
      onClose={onClose}
      position="right"
      size={560}
      title={user ? userName(user) : t("people.user")}
      closeButtonProps={{ "aria-label": t("common.close") }}
      styles={{ title: { fontWeight: 600, overflowWrap: "anywhere" } }}
    >
      {record.error && <ErrorState error={record.error} onRetry={() => void record.refetch()} />}
      {record.isPending && <Skeleton h={200} />}
      {record.data && !user && <Text c="dimmed">{t("errors.NOT_FOUND")}</Text>}
      {user && <User key={user.id} user={user} users={users} onClose={onClose} />}
    </Drawer>
  );
}

const parts = ["overview", "access", "activity"] as const;

function User({ user, users, onClose }: { user: UserRow; users: Collection; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const part = parts.find((known) => known === search.part) ?? "overview";
  const states = useOperation(AccountStatesDocument, { users: [user.id] }, { enabled: isAdmin(me) });
  const state = states.data?.accountStates[0];
  if (!isAdmin(me))
    return (
      <Stack gap="sm">
        {user.email && <Text>{user.email}</Text>}
        <Group gap={4}>
          <RoleBadges roles={user.roles} />
        </Group>
        <UserActions user={user} users={users} state={undefined} onGone={onClose} />
      </Stack>
    );
  return (
    <Stack gap="md">
      <UserActions user={user} users={users} state={state} onGone={onClose} />
      <Tabs
        value={part}
        onChange={(part) =>
          void navigate({
            to: "/people",
            search: (known: Record<string, unknown>) => ({
              ...known,
              part: part === "overview" ? undefined : part,
            }),
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {parts.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`people.parts.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <UserOverview user={user} state={states.data ? (state ?? null) : undefined} />
        </Tabs.Panel>
        <Tabs.Panel value="access">
          <Stack gap="lg">
            <Part title={t("account.sessions")}>
              <SessionList user={user.id} />
            </Part>
            <Part title={t("account.passkeys")}>
              <PasskeyList user={user.id} />
            </Part>
            <Part title={t("account.identities")}>
              <IdentityList user={user.id} />
            </Part>
            <Part title={t("account.tokens")}>
              <TokenList user={user.id} />
            </Part>
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="activity">
          <EventList user={user.id} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={3} size="h6" mb={6}>
        {title}
      </Title>
      {children}
    </section>
  );
}
