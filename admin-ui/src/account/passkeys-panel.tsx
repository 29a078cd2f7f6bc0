import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconFingerprint, IconPlus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  FinishPasskeyRegistrationDocument,
  PasskeysDocument,
  PasswordRulesDocument,
  RemovePasskeyDocument,
  StartPasskeyRegistrationDocument,
} from "../../generated/operations.ts";
import { send } from "../api/operation.ts";
import { knowsPasskeys, makePasskey } from "../api/passkey.ts";
import { useOperation, useSend } from "../api/use-operation.ts";
import { clientName } from "../parts/accounts/client-name.ts";
import { PasskeyList } from "../parts/accounts/passkey-list.tsx";
import { useFresh } from "../parts/accounts/use-fresh.ts";
import { askFirst } from "../parts/confirmation.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Panel } from "../parts/panel.tsx";
import { showDone, showFailure } from "../parts/toast.tsx";

/** Keys that a device or a password manager holds. */
export function PasskeysPanel() {
  const { t } = useTranslation();
  const fresh = useFresh();
  const rules = useOperation(PasswordRulesDocument, {});
  const [isAdding, setAdding] = useState(false);
  const remove = useSend(RemovePasskeyDocument);
  if (rules.data?.signInWays.passkeys === false) return null;
  const removeNow = (id: string) =>
    remove.mutate(
      { id },
      {
        onSuccess: () => {
          fresh(PasskeysDocument);
          showDone(t("account.passkeyRemoved"));
        },
        onError: (error) => showFailure(error, t),
      },
    );
  return (
    <Panel
      title={t("account.passkeys")}
      hint={knowsPasskeys() ? t("account.passkeysHint") : t("account.passkeysUnknown")}
      action={
        knowsPasskeys() && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            onClick={() => setAdding(true)}
            style={{ flex: "none" }}
          >
            {t("common.add")}
          </Button>
        )
      }
    >
      <PasskeyList
        onRemove={(passkey) =>
          askFirst(
            {
              title: t("account.removePasskey", { name: passkey.name }),
              words: t("account.removePasskeyHint"),
              confirm: t("common.remove"),
              isDangerous: true,
              onConfirm: () => removeNow(passkey.id),
            },
            t,
          )
        }
      />
      <Dialog isOpen={isAdding} onClose={() => setAdding(false)} title={t("account.addPasskey")}>
        <NewPasskey onDone={() => setAdding(false)} />
      </Dialog>
    </Panel>
  );
}

function NewPasskey({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const fresh = useFresh();
  const client = clientName(navigator.userAgent);
  const [name, setName] = useState(client?.system ?? client?.name ?? "");
  const add = useMutation({
    mutationFn: async () => {
      const { startPasskeyRegistration } = await send(StartPasskeyRegistrationDocument, {});
      const credential = await makePasskey(startPasskeyRegistration);
      if (credential === null) return false;
      await send(FinishPasskeyRegistrationDocument, { name: name.trim(), credential });
      return true;
    },
    onSuccess: (isMade) => {
      if (!isMade) return;
      fresh(PasskeysDocument);
      showDone(t("account.passkeyAdded"));
      onDone();
    },
    onError: (error) => showFailure(error, t),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <Stack>
        <Text c="dimmed" size="sm">
          {t("account.addPasskeyHint")}
        </Text>
        <TextInput
          label={t("common.name")}
          required
          withAsterisk={false}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={add.isPending} leftSection={<IconFingerprint size={16} />}>
            {t("account.addPasskey")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
