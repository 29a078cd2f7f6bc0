import { Button, Group, Select, Skeleton, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch, IconUsers } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountStatesDocument } from "../../generated/operations.ts";
import { pageQuery } from "../api/content.ts";
import { isRecord } from "../api/json-object.ts";
import { isAdmin, useMe, useModel } from "../api/use-model.ts";
import { useLiveOperation, useOperation } from "../api/use-operation.ts";
import type { Collection } from "../model/model.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ErrorState } from "../parts/error-state.tsx";
import { readText } from "./tabs.ts";
import { UserDrawer } from "./user-drawer.tsx";
import { readUser, userFilter, userSelection } from "./users.ts";
import { UsersTable } from "./users-table.tsx";

const pageSize = 50;

/** Everybody with an account, as far as one may see them. */
export function UsersTab() {
  const { t } = useTranslation();
  const users = useModel().collections.get("User");
  if (!users?.api.connection || users.can.read === "NONE")
    return <EmptyState icon={IconUsers} title={t("errors.FORBIDDEN")} hint={t("people.usersForbidden")} />;
  return <Users users={users} />;
}

function Users({ users }: { users: Collection }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const model = useModel();
  const navigate = useNavigate();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const role = readText(search.role);
  const [typed, setTyped] = useState(readText(search.q) ?? "");
  const [text] = useDebouncedValue(typed, 200);
  const after = readText(search.after);
  const before = readText(search.before);
  const variables = {
    where: userFilter(users, text, role),
    orderBy: [{ createdAt: "DESC" }],
    ...(before ? { last: pageSize, before } : { first: pageSize, after }),
  };
  const page = useLiveOperation(pageQuery(users, userSelection(users)), variables, { keepPrevious: true });
  const answer = isRecord(page.data?.page) ? page.data.page : null;
  const rows = Array.isArray(answer?.nodes) ? answer.nodes.flatMap((node) => readUser(node) ?? []) : null;
  const states = useOperation(
    AccountStatesDocument,
    { users: rows?.map((user) => user.id) ?? [] },
    { enabled: isAdmin(me) && rows !== null && rows.length > 0, keepPrevious: true },
  );
  const change = (next: Record<string, unknown>) =>
    void navigate({
      to: "/people",
      search: (known: Record<string, unknown>) => clean({ ...known, ...next }),
    });
  const info = isRecord(answer?.pageInfo) ? answer.pageInfo : {};
  const hasRoles = users.fields.some((field) => field.name === "roles" && field.operators.includes("has"));

  return (
    <>
      <Group mb="sm" gap="xs">
        <TextInput
          aria-label={t("people.searchUsers")}
          placeholder={t("people.searchUsers")}
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            change({ q: event.currentTarget.value, after: undefined, before: undefined });
          }}
          w={280}
          maw="100%"
        />
        {hasRoles && (
          <Select
            aria-label={t("people.role")}
            placeholder={t("people.anyRole")}
            data={model.roles
              .filter((known) => known.name !== "public" && known.name !== "user")
              .map((known) => ({ value: known.name, label: known.label }))}
            value={role}
            onChange={(role) => change({ role: role ?? undefined, after: undefined, before: undefined })}
            clearable
            w={180}
          />
        )}
        {typeof answer?.totalCount === "number" && (
          <Text c="dimmed" size="sm" aria-live="polite">
            {t("people.userCount", {
              count: answer.totalCount,
              number: new Intl.NumberFormat(i18n.language).format(answer.totalCount),
            })}
          </Text>
        )}
      </Group>
      {page.error && !rows ? (
        <ErrorState error={page.error} onRetry={() => void page.refetch()} />
      ) : rows === null ? (
        <Skeleton h={320} aria-hidden="true" />
      ) : rows.length === 0 ? (
        <EmptyState icon={IconUsers} title={t("people.noUsers")} />
      ) : (
        <UsersTable users={rows} states={states.data?.accountStates ?? null} />
      )}
      {(info.hasNextPage === true || info.hasPreviousPage === true) && (
        <Group justify="center" mt="md" gap="xs">
          <Button
            variant="default"
            disabled={info.hasPreviousPage !== true}
            onClick={() => change({ before: info.startCursor, after: undefined })}
          >
            {t("people.newer")}
          </Button>
          <Button
            variant="default"
            disabled={info.hasNextPage !== true}
            onClick={() => change({ after: info.endCursor, before: undefined })}
          >
            {t("people.older")}
          </Button>
        </Group>
      )}
      <UserDrawer
        id={readText(search.user)}
        users={users}
        onClose={() => change({ user: undefined, part: undefined })}
      />
    </>
  );
}

/** What is not there does not stand in the address. */
function clean(search: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== "" && value !== null),
  );
}
