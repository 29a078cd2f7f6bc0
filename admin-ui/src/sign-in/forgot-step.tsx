import { Anchor, Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { RequestPasswordResetDocument } from "../../generated/operations.ts";
import { useSend } from "../api/use-operation.ts";
import { useCountdown } from "../parts/use-countdown.ts";
import { EmailInput } from "./email-input.tsx";
import { SignInFailure } from "./sign-in-failure.tsx";
import type { StepProps } from "./steps.ts";

type Props = StepProps & {
  /** A mail is about to be sent, whose link may be opened in another window. */
  onMail: () => void;
};

/** A link by mail that sets another password. */
export function ForgotStep({ email, onEmail, onStep, onMail }: Props) {
  const { t, i18n } = useTranslation();
  const request = useSend(RequestPasswordResetDocument, { asSelf: true, forAnyone: true });
  const secondsLeft = useCountdown(request.error);
  const back = (
    <Anchor component="button" type="button" size="sm" onClick={() => onStep("password")}>
      {t("signIn.backToSignIn")}
    </Anchor>
  );
  if (request.isSuccess)
    return (
      <Stack gap="md" align="flex-start">
        <Text role="status" size="sm" tabIndex={-1} ref={(text) => text?.focus()} style={{ outline: "none" }}>
          {t("signIn.resetSent", { email })}
        </Text>
        {back}
      </Stack>
    );
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        onMail();
        request.mutate({ email, locale: i18n.language });
      }}
    >
      <Stack gap="md" align="stretch">
        <SignInFailure error={request.error} secondsLeft={secondsLeft} wrong={t("signIn.wrongPassword")} />
        <Text c="dimmed" size="sm">
          {t("signIn.forgotHint")}
        </Text>
        <EmailInput value={email} onChange={onEmail} autoFocus />
        <Button type="submit" loading={request.isPending} disabled={secondsLeft > 0} fullWidth>
          {t("signIn.sendReset")}
        </Button>
        <div>{back}</div>
      </Stack>
    </form>
  );
}
