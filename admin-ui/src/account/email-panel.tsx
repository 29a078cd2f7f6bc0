import { Badge, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { RequestAddressDocument } from "../../generated/operations.ts";
import { useMe } from "../api/use-model.ts";
import { useSend } from "../api/use-operation.ts";
import { Panel } from "../parts/panel.tsx";
import { showDone, showFailure } from "../parts/toast.tsx";
import { lengthOfTime, useCountdown } from "../parts/use-countdown.ts";
import { useOwnState } from "./use-own-state.ts";

/** The address: whether it is confirmed, and another one, which counts once its link was opened. */
export function EmailPanel() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const { state } = useOwnState();
  const [email, setEmail] = useState("");
  const request = useSend(RequestAddressDocument);
  const secondsLeft = useCountdown(request.error);
  const isConfirmed = state !== undefined && me.email !== null && state.verifiedEmail === me.email;
  const ask = (wanted: string | null) =>
    request.mutate(
      { email: wanted, locale: i18n.language },
      {
        onSuccess: () => {
          showDone(t("account.linkSent", { email: wanted ?? me.email ?? "" }));
          setEmail("");
        },
        onError: (error) => showFailure(error, t),
      },
    );
  return (
    <Panel title={t("account.email")} hint={t("account.emailHint")}>
      <Stack gap="sm">
        <Group gap="xs">
          <Text fw={600}>{me.email ?? t("account.noEmail")}</Text>
          {state && me.email && (
            <Badge size="sm" variant="dot" color={isConfirmed ? "green" : "orange"}>
              {isConfirmed ? t("account.confirmed") : t("account.notConfirmed")}
            </Badge>
          )}
          {state && me.email && !isConfirmed && (
            <Button variant="default" size="compact-sm" loading={request.isPending} onClick={() => ask(null)}>
              {t("account.confirm")}
            </Button>
          )}
        </Group>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            ask(email.trim());
          }}
        >
          <Group align="flex-end" gap="xs">
            <TextInput
              label={t("account.newEmail")}
              type="email"
              name="email"
              autoComplete="email"
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              w={320}
              maw="100%"
            />
            <Button
              type="submit"
              variant="default"
              loading={request.isPending}
              disabled={email.trim() === "" || secondsLeft > 0}
            >
              {t("account.sendLink")}
            </Button>
          </Group>
          {secondsLeft > 0 && (
            <Text size="sm" c="dimmed" mt={4}>
              {t("signIn.tooOften", { time: lengthOfTime(secondsLeft, i18n.language) })}
            </Text>
          )}
        </form>
      </Stack>
    </Panel>
  );
}
