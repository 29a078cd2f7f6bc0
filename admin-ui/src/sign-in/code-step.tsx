import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { RequestCodeDocument, SignInWithCodeDocument } from "../../generated/operations.ts";
import { useSend } from "../api/use-operation.ts";
import { useCountdown } from "../parts/use-countdown.ts";
import { CodeInput } from "./code-input.tsx";
import { EmailInput } from "./email-input.tsx";
import { SignInFailure } from "./sign-in-failure.tsx";
import type { StepProps } from "./steps.ts";
import type { Arrival } from "./use-arrival.ts";

type Props = StepProps & {
  onArrival: (arrival: Arrival) => void;
  /** A mail is about to be sent, whose link may be opened in another window. */
  onMail: () => void;
};

/** A code of six digits by mail. */
export function CodeStep({ email, onEmail, onStep, onArrival, onMail }: Props) {
  const { t, i18n } = useTranslation();
  const [code, setCode] = useState("");
  const request = useSend(RequestCodeDocument, { asSelf: true, forAnyone: true });
  const signIn = useSend(SignInWithCodeDocument, { asSelf: true, forAnyone: true });
  const error = signIn.error ?? request.error;
  const secondsLeft = useCountdown(error);
  const send = () => {
    signIn.reset();
    setCode("");
    onMail();
    request.mutate({ email, locale: i18n.language });
  };
  const submit = (code: string) =>
    signIn.mutate({ email, code, token: null }, { onSuccess: ({ arrival }) => onArrival(arrival) });
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        if (request.isSuccess) submit(code);
        else send();
      }}
    >
      <Stack gap="md">
        <SignInFailure
          error={error}
          secondsLeft={secondsLeft}
          wrong={t("signIn.wrongCode")}
          forbidden={t("signIn.notAllowed")}
        />
        {request.isSuccess ? (
          <>
            <Text role="status" size="sm">
              {t("signIn.codeSent", { email })}
            </Text>
            <CodeInput
              label={t("signIn.code")}
              value={code}
              onChange={setCode}
              onComplete={secondsLeft > 0 ? undefined : submit}
            />
          </>
        ) : (
          <>
            <Text c="dimmed" size="sm">
              {t("signIn.codeHint")}
            </Text>
            <EmailInput value={email} onChange={onEmail} autoFocus />
          </>
        )}
        <Button
          type="submit"
          loading={request.isPending || signIn.isPending}
          disabled={secondsLeft > 0}
          fullWidth
        >
          {request.isSuccess ? t("signIn.submit") : t("signIn.sendCode")}
        </Button>
        <Group justify="space-between" gap="xs">
          <Anchor component="button" type="button" size="sm" onClick={() => onStep("password")}>
            {t("signIn.byPassword")}
          </Anchor>
          {request.isSuccess && (
            <Anchor component="button" type="button" size="sm" onClick={send}>
              {t("signIn.sendAgain")}
            </Anchor>
          )}
        </Group>
      </Stack>
    </form>
  );
}
