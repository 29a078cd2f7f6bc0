import { Button, Group, MultiSelect, Stack, Table, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { SetUserRolesDocument } from "../../generated/operations.ts";
import { useMe, useModel } from "../api/use-model.ts";
import { useSend } from "../api/use-operation.ts";
import { Moment } from "../parts/moment.tsx";
import { showDone, showFailure } from "../parts/toast.tsx";
import type { UserRow } from "./users.ts";
import type { AccountState } from "./users-table.tsx";

type Props = {
  user: UserRow;
  /** Null when they never had anything to sign in with, undefined while that is asked. */
  state: AccountState | null | undefined;
};

/** What a user is, and their roles. */
export function UserOverview({ user, state }: Props) {
  const { t } = useTranslation();
  return (
    <Stack gap="lg">
      <Roles key={user.roles.join(" ")} user={user} />
      <Table variant="vertical" withRowBorders={false} verticalSpacing={4} horizontalSpacing={0}>
        <Table.Tbody>
          <Fact label={t("account.email")}>
            {user.email ?? t("account.noEmail")}{" "}
            {state && user.email && (
              <Text span c="dimmed" size="xs">
                {state.verifiedEmail === user.email ? t("account.confirmed") : t("account.notConfirmed")}
              </Text>
            )}
          </Fact>
          <Fact label={t("people.waysIn")}>{state === undefined ? "…" : <WaysIn state={state} />}</Fact>
          <Fact label={t("people.lastSignIn")}>
            {state?.signedInAt ? <Moment at={state.signedInAt} /> : t("people.never")}
          </Fact>
          {user.createdAt && (
            <Fact label={t("people.since")}>
              <Moment at={user.createdAt} />
            </Fact>
          )}
          {state?.disabledAt && (
            <Fact label={t("people.disabledSince")}>
              <Moment at={state.disabledAt} />
            </Fact>
          )}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th w={150} bg="transparent" c="dimmed" fw={400}>
        {label}
      </Table.Th>
      <Table.Td style={{ overflowWrap: "anywhere" }}>{children}</Table.Td>
    </Table.Tr>
  );
}

function WaysIn({ state }: { state: AccountState | null }) {
  const { t, i18n } = useTranslation();
  const ways = [
    ...(state?.password ? [t("account.password")] : []),
    ...(state?.authenticator ? [t("account.app")] : []),
  ];
  return ways.length > 0
    ? new Intl.ListFormat(i18n.language, { type: "unit" }).format(ways)
    : t("people.noPassword");
}

function Roles({ user }: { user: UserRow }) {
  const { t } = useTranslation();
  const me = useMe();
  const { roles } = useModel();
  const [chosen, setChosen] = useState(user.roles);
  const save = useSend(SetUserRolesDocument);
  const isSame = chosen.length === user.roles.length && chosen.every((role) => user.roles.includes(role));
  const losesAdmin = user.id === me.id && user.roles.includes("admin") && !chosen.includes("admin");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // The list follows the server and may draw this form anew before the answer is here.
        save.mutateAsync({ user: user.id, roles: chosen }).then(
          () => showDone(t("people.rolesSaved")),
          (error: unknown) => showFailure(error, t),
        );
      }}
    >
      <Stack gap="xs">
        <MultiSelect
          label={t("people.roles")}
          description={t("people.rolesHint")}
          data={roles
            .filter((role) => role.name !== "public" && role.name !== "user")
            .map((role) => ({ value: role.name, label: role.label }))}
          value={chosen}
          onChange={setChosen}
          error={losesAdmin && t("people.losesAdmin")}
        />
        <Group gap="xs">
          <Button type="submit" size="compact-md" loading={save.isPending} disabled={isSame}>
            {t("people.saveRoles")}
          </Button>
          {!isSame && (
            <Button variant="default" size="compact-md" onClick={() => setChosen(user.roles)}>
              {t("common.cancel")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
