import { Anchor, Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ModelDocument } from "../../generated/operations.ts";
import { updateMutation } from "../api/content.ts";
import { send } from "../api/operation.ts";
import { useMe, useModel } from "../api/use-model.ts";
import { isWritable } from "../model/model.ts";
import { RoleBadges } from "../parts/accounts/role-badges.tsx";
import { Panel } from "../parts/panel.tsx";
import { showDone, showFailure } from "../parts/toast.tsx";

/** What others see of oneself. Fields that the model adds to users are in the record's own form. */
export function ProfilePanel() {
  const { t } = useTranslation();
  const me = useMe();
  const users = useModel().collections.get("User");
  const nameField = users?.fields.find((field) => field.name === "name");
  const hasMore =
    users?.fields.some((field) => !basic.has(field.name) && isWritable(field, "update")) ?? false;
  return (
    <Panel
      title={t("account.profile")}
      action={
        hasMore && (
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link to="/content/$collection/$id" params={{ collection: "User", id: me.id }} {...props} />
            )}
          >
            {t("account.moreFields")}
          </Anchor>
        )
      }
    >
      <Stack gap="sm">
        <NameForm isDisabled={!nameField || !isWritable(nameField, "update")} />
        <Group gap="xs">
          <span>{t("account.yourRoles")}</span>
          {me.roles.length > 0 ? <RoleBadges roles={me.roles} /> : t("account.noRoles")}
        </Group>
      </Stack>
    </Panel>
  );
}

const basic = new Set(["name", "email", "roles"]);

function NameForm({ isDisabled }: { isDisabled: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const users = useModel().collections.get("User");
  const queries = useQueryClient();
  const [name, setName] = useState(me.name ?? "");
  const save = useMutation({
    mutationFn: async () => {
      if (users) await send(updateMutation(users, "id"), { id: me.id, data: { name: name.trim() || null } });
    },
    onSuccess: () => {
      showDone(t("account.saved"));
      void queries.invalidateQueries({ queryKey: ["operation", ModelDocument.toString()] });
    },
    onError: (error) => showFailure(error, t),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Group align="flex-end" gap="xs">
        <TextInput
          label={t("common.name")}
          name="name"
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          disabled={isDisabled}
          w={320}
          maw="100%"
        />
        <Button
          type="submit"
          loading={save.isPending}
          disabled={isDisabled || name.trim() === (me.name ?? "")}
        >
          {t("common.save")}
        </Button>
      </Group>
    </form>
  );
}
