import { Badge, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountStatesDocument, DisableTotpDocument } from "../../generated/operations.ts";
import { useSend } from "../api/use-operation.ts";
import { useFresh } from "../parts/accounts/use-fresh.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Panel } from "../parts/panel.tsx";
import { showDone } from "../parts/toast.tsx";
import { AppSetUp } from "./app-set-up.tsx";
import { CodeComplaint } from "./code-complaint.tsx";
import { useOwnState } from "./use-own-state.ts";

/** An authenticator app as the second factor. */
export function AppPanel() {
  const { t } = useTranslation();
  const { state } = useOwnState();
  const [open, setOpen] = useState<"set-up" | "disable" | null>(null);
  const isOn = state?.authenticator ?? false;
  return (
    <Panel
      title={t("account.app")}
      hint={t("account.appHint")}
      action={
        state && (
          <Button
            variant={isOn ? "default" : "filled"}
            size="sm"
            onClick={() => setOpen(isOn ? "disable" : "set-up")}
            style={{ flex: "none" }}
          >
            {isOn ? t("account.turnOff") : t("account.setUpApp")}
          </Button>
        )
      }
    >
      <Badge variant="dot" color={isOn ? "green" : "gray"}>
        {isOn ? t("account.on") : t("account.off")}
      </Badge>
      <Dialog isOpen={open === "set-up"} onClose={() => setOpen(null)} title={t("account.setUpApp")}>
        <AppSetUp onDone={() => setOpen(null)} />
      </Dialog>
      <Dialog isOpen={open === "disable"} onClose={() => setOpen(null)} title={t("account.turnOffApp")}>
        <AppEnd onDone={() => setOpen(null)} />
      </Dialog>
    </Panel>
  );
}

function AppEnd({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const fresh = useFresh();
  const [code, setCode] = useState("");
  const disable = useSend(DisableTotpDocument);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        disable.mutate(
          { code: code.trim() },
          {
            onSuccess: () => {
              fresh(AccountStatesDocument);
              showDone(t("account.appOff"));
              onDone();
            },
          },
        );
      }}
    >
      <Stack>
        <Text c="dimmed" size="sm">
          {t("account.turnOffHint")}
        </Text>
        <TextInput
          label={t("account.codeOrRecovery")}
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          data-autofocus
        />
        <CodeComplaint error={disable.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" color="red" loading={disable.isPending}>
            {t("account.turnOff")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
