import { Button, Divider, Stack } from "@mantine/core";
import {
  IconBrandApple,
  IconBrandDiscord,
  IconBrandFacebook,
  IconBrandGithub,
  IconBrandGitlab,
  IconBrandGoogle,
  IconBrandLinkedin,
  IconBrandWindows,
  IconBrandX,
  IconFingerprint,
  IconLogin2,
} from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import {
  FinishPasskeySignInDocument,
  type SignInWaysQuery,
  StartPasskeySignInDocument,
} from "../../generated/operations.ts";
import { send } from "../api/operation.ts";
import { knowsPasskeys, showPasskey } from "../api/passkey.ts";
import { useCountdown } from "../parts/use-countdown.ts";
import { SignInFailure } from "./sign-in-failure.tsx";
import type { Arrival } from "./use-arrival.ts";

type Provider = SignInWaysQuery["authProviders"][number];

type Props = {
  providers: Provider[];
  /** Whether the server knows passkeys. */
  takesPasskeys: boolean;
  /** Where the browser comes back to from a provider: a path of the server. */
  redirect: string;
  onArrival: (arrival: Arrival) => void;
};

/** Passkeys, and accounts elsewhere. */
export function OtherWays({ providers, takesPasskeys, redirect, onArrival }: Props) {
  const { t } = useTranslation();
  const passkey = useMutation({
    mutationFn: signInByPasskey,
    onSuccess: (arrival) => arrival && onArrival(arrival),
  });
  const secondsLeft = useCountdown(passkey.error);
  const hasPasskeys = takesPasskeys && knowsPasskeys();
  if (!hasPasskeys && providers.length === 0) return null;
  return (
    <Stack gap="xs" mt="lg">
      <Divider label={t("common.or")} labelPosition="center" mb={4} />
      <SignInFailure
        error={passkey.error}
        secondsLeft={secondsLeft}
        wrong={t("signIn.wrongPasskey")}
        forbidden={t("signIn.notAllowed")}
      />
      {hasPasskeys && (
        <Button
          variant="default"
          leftSection={<IconFingerprint size={18} stroke={1.6} />}
          loading={passkey.isPending}
          disabled={secondsLeft > 0}
          onClick={() => passkey.mutate()}
        >
          {t("signIn.byPasskey")}
        </Button>
      )}
      {providers.map((provider) => {
        const Icon = icons[provider.kind] ?? IconLogin2;
        return (
          <Button
            key={provider.name}
            component="a"
            href={`${provider.url}?redirect=${encodeURIComponent(redirect)}`}
            variant="default"
            leftSection={<Icon size={18} stroke={1.6} />}
          >
            {t("signIn.byProvider", { provider: provider.title })}
          </Button>
        );
      })}
    </Stack>
  );
}

async function signInByPasskey(): Promise<Arrival | null> {
  const options = { asSelf: true, forAnyone: true };
  const { startPasskeySignIn: begun } = await send(StartPasskeySignInDocument, {}, options);
  const credential = await showPasskey(begun.options);
  if (credential === null) return null;
  const shown = { challenge: begun.challenge, credential };
  return (await send(FinishPasskeySignInDocument, shown, options)).arrival;
}

const icons: Record<string, ComponentType<{ size?: number; stroke?: number }>> = {
  apple: IconBrandApple,
  discord: IconBrandDiscord,
  facebook: IconBrandFacebook,
  github: IconBrandGithub,
  gitlab: IconBrandGitlab,
  google: IconBrandGoogle,
  linkedin: IconBrandLinkedin,
  microsoft: IconBrandWindows,
  x: IconBrandX,
};
