import { Anchor, Button, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { RequestConfirmationDocument, SignInDocument } from "../../generated/operations.ts";
import { hasCode } from "../api/api-error.ts";
import { useSend } from "../api/use-operation.ts";
import { useCountdown } from "../parts/use-countdown.ts";
import { EmailInput } from "./email-input.tsx";
import { SignInFailure } from "./sign-in-failure.tsx";
import type { StepProps } from "./steps.ts";
import type { Arrival } from "./use-arrival.ts";

type Props = StepProps & { onArrival: (arrival: Arrival) => void };

/** Address and password. */
export function PasswordStep({ email, onEmail, onStep, onArrival }: Props) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const signIn = useSend(SignInDocument, { asSelf: true, forAnyone: true });
  const secondsLeft = useCountdown(signIn.error);
  const submit = () => signIn.mutate({ email, password }, { onSuccess: ({ arrival }) => onArrival(arrival) });
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <SignInFailure
          error={signIn.error}
          secondsLeft={secondsLeft}
          wrong={t("signIn.wrongPassword")}
          forbidden={t("signIn.notAllowed")}
        >
          {hasCode(signIn.error, "FORBIDDEN") && <ConfirmationRequest email={email} />}
        </SignInFailure>
        <EmailInput value={email} onChange={onEmail} autoFocus={email === ""} />
        <PasswordInput
          label={
            <Group justify="space-between" component="span" w="100%">
              {t("signIn.password")}
            </Group>
          }
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoFocus={email !== ""}
          visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
        />
        <Button type="submit" loading={signIn.isPending} disabled={secondsLeft > 0} fullWidth>
          {t("signIn.submit")}
        </Button>
        <Group justify="space-between" gap="xs">
          <Anchor component="button" type="button" size="sm" onClick={() => onStep("code")}>
            <Group gap={6} component="span">
              <IconMail size={15} aria-hidden="true" />
              {t("signIn.byCode")}
            </Group>
          </Anchor>
          <Anchor component="button" type="button" size="sm" onClick={() => onStep("forgot")}>
            {t("signIn.forgot")}
          </Anchor>
        </Group>
      </Stack>
    </form>
  );
}

/** Mails the link again that proves an address. */
function ConfirmationRequest({ email }: { email: string }) {
  const { t, i18n } = useTranslation();
  const request = useSend(RequestConfirmationDocument, { asSelf: true, forAnyone: true });
  if (request.isSuccess)
    return (
      <Text size="sm" mt="xs" role="status">
        {t("signIn.confirmationSent")}
      </Text>
    );
  return (
    <div>
      <Button
        size="compact-sm"
        variant="default"
        mt="xs"
        loading={request.isPending}
        onClick={() => request.mutate({ email, locale: i18n.language })}
      >
        {t("signIn.confirmationAgain")}
      </Button>
    </div>
  );
}
