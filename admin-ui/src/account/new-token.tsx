import { Alert, Button, Code, Group, MultiSelect, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiTokensDocument, CreateApiTokenDocument } from "../../generated/operations.ts";
import { isAdmin, useMe, useModel } from "../api/use-model.ts";
import { useSend } from "../api/use-operation.ts";
import { useFresh } from "../parts/accounts/use-fresh.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { errorWords } from "../parts/error-words.ts";
import { expiryOf, type Lifetime, lifetimes } from "./token-expiry.ts";
import { tokenRoles } from "./token-roles.ts";

/** Makes a token and shows it, this once. */
export function NewToken({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const fresh = useFresh();
  const roles = useRolesToGive();
  const [name, setName] = useState("");
  const [given, setGiven] = useState<string[]>([]);
  const [lifetime, setLifetime] = useState<Lifetime>("quarter");
  const [date, setDate] = useState("");
  const create = useSend(CreateApiTokenDocument);
  const expiresAt = expiryOf(lifetime, date);
  const made = create.data?.createApiToken;
  if (made) return <MadeToken token={made.token} onDone={onDone} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (expiresAt === undefined) return;
        create.mutate(
          { name: name.trim(), roles: tokenRoles(given), expiresAt },
          { onSuccess: () => fresh(ApiTokensDocument) },
        );
      }}
    >
      <Stack>
        <TextInput
          label={t("account.tokenName")}
          description={t("account.tokenNameHint")}
          required
          withAsterisk={false}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <MultiSelect
          label={t("account.tokenRoles")}
          description={t("account.tokenRolesHint")}
          data={roles.map((role) => ({ value: role.name, label: role.label }))}
          value={given}
          onChange={setGiven}
          clearable
        />
        <Select
          label={t("account.lifetime")}
          data={lifetimes.map((value) => ({ value, label: t(`account.lifetimes.${value}`) }))}
          value={lifetime}
          onChange={(value) => setLifetime(lifetimes.find((known) => known === value) ?? "quarter")}
          allowDeselect={false}
        />
        {lifetime === "date" && (
          <TextInput
            type="date"
            label={t("account.lastDay")}
            required
            withAsterisk={false}
            value={date}
            onChange={(event) => setDate(event.currentTarget.value)}
            error={date !== "" && expiresAt === undefined && t("account.dateIsOver")}
          />
        )}
        {create.error && (
          <Alert role="alert" color="red" variant="light" py="xs">
            {errorWords(create.error, t).detail ?? errorWords(create.error, t).title}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={expiresAt === undefined}>
            {t("account.makeToken")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The roles that one has: a token can't have more than its maker. */
function useRolesToGive() {
  const me = useMe();
  const { roles } = useModel();
  const given = roles.filter((role) => role.name !== "public" && role.name !== "user");
  return isAdmin(me) ? given : given.filter((role) => me.roles.includes(role.name));
}

function MadeToken({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Text role="status" size="sm">
        {t("account.tokenMade")}
      </Text>
      <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
        {token}
      </Code>
      <Group justify="space-between">
        <CopyButton text={token} label={t("account.copyToken")} />
        <Button onClick={onDone}>{t("common.done")}</Button>
      </Group>
    </Stack>
  );
}
