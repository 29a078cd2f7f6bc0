import { Anchor, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CompleteSignInDocument } from "../../generated/operations.ts";
import { useSend } from "../api/use-operation.ts";
import { useCountdown } from "../parts/use-countdown.ts";
import { CodeInput } from "./code-input.tsx";
import { SignInFailure } from "./sign-in-failure.tsx";
import type { Arrival } from "./use-arrival.ts";

type Props = {
  challenge: string;
  onArrival: (arrival: Arrival) => void;
  onBack: () => void;
};

/** The code of an authenticator app, or a recovery code. */
export function SecondFactorStep({ challenge, onArrival, onBack }: Props) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const [isRecovery, setRecovery] = useState(false);
  const complete = useSend(CompleteSignInDocument, { asSelf: true, forAnyone: true });
  const secondsLeft = useCountdown(complete.error);
  const submit = (code: string) =>
    complete.mutate({ challenge, code }, { onSuccess: ({ arrival }) => onArrival(arrival) });
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        submit(code.trim());
      }}
    >
      <Stack gap="md">
        <SignInFailure
          error={complete.error}
          secondsLeft={secondsLeft}
          wrong={t("signIn.wrongSecondFactor")}
          forbidden={t("signIn.notAllowed")}
        />
        <Text c="dimmed" size="sm">
          {isRecovery ? t("signIn.recoveryHint") : t("signIn.secondFactorHint")}
        </Text>
        {isRecovery ? (
          <TextInput
            key="recovery"
            label={t("signIn.recoveryCode")}
            name="code"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            required
            withAsterisk={false}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoFocus
            data-autofocus
          />
        ) : (
          <CodeInput
            label={t("signIn.code")}
            value={code}
            onChange={setCode}
            onComplete={secondsLeft > 0 ? undefined : submit}
          />
        )}
        <Button type="submit" loading={complete.isPending} disabled={secondsLeft > 0} fullWidth>
          {t("signIn.submit")}
        </Button>
        <Group justify="space-between" gap="xs">
          <Anchor component="button" type="button" size="sm" onClick={onBack}>
            {t("signIn.startOver")}
          </Anchor>
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => {
              setCode("");
              complete.reset();
              setRecovery(!isRecovery);
            }}
          >
            {isRecovery ? t("signIn.useApp") : t("signIn.useRecovery")}
          </Anchor>
        </Group>
      </Stack>
    </form>
  );
}
