import { Alert, Button, Group, MultiSelect, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { InviteUserDocument, PendingInvitationsDocument } from "../../generated/operations.ts";
import { useModel } from "../api/use-model.ts";
import { useSend } from "../api/use-operation.ts";
import { useFresh } from "../parts/accounts/use-fresh.ts";
import { errorWords } from "../parts/error-words.ts";
import { showDone } from "../parts/toast.tsx";
import { languages } from "../texts/languages.ts";

/** Mails somebody a link with which they make an account. */
export function InvitationForm({ onDone }: { onDone: () => void }) {
  const { t, i18n } = useTranslation();
  const fresh = useFresh();
  const model = useModel();
  const [email, setEmail] = useState("");
  const [roles, setRoles] = useState<string[]>([]);
  const [locale, setLocale] = useState(i18n.language);
  const invite = useSend(InviteUserDocument);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate(
          { email: email.trim(), roles, locale },
          {
            onSuccess: () => {
              showDone(t("people.invited", { email: email.trim() }));
              fresh(PendingInvitationsDocument);
              onDone();
            },
          },
        );
      }}
    >
      <Stack>
        <Text c="dimmed" size="sm">
          {t("people.inviteHint")}
        </Text>
        <TextInput
          type="email"
          label={t("account.email")}
          autoComplete="off"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          data-autofocus
        />
        <MultiSelect
          label={t("people.roles")}
          data={model.roles
            .filter((role) => role.name !== "public" && role.name !== "user")
            .map((role) => ({ value: role.name, label: role.label }))}
          value={roles}
          onChange={setRoles}
        />
        <Select
          label={t("people.mailLanguage")}
          data={Object.entries(languages).map(([value, { name }]) => ({ value, label: name }))}
          value={locale}
          onChange={(value) => setLocale(value ?? i18n.language)}
          allowDeselect={false}
        />
        {invite.error && (
          <Alert role="alert" color="red" variant="light" py="xs">
            {errorWords(invite.error, t).detail ?? errorWords(invite.error, t).title}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={invite.isPending}>
            {t("people.sendInvitation")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
