import { Alert, Code } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Trans } from "react-i18next";
import { SignInWaysDocument, type SignInWaysQuery } from "../../generated/operations.ts";
import { type ApiError, hasCode } from "../api/api-error.ts";
import { send } from "../api/operation.ts";
import { CodeStep } from "./code-step.tsx";
import { ForgotStep } from "./forgot-step.tsx";
import { OtherWays } from "./other-ways.tsx";
import { PasswordStep } from "./password-step.tsx";
import { SecondFactorStep } from "./second-factor-step.tsx";
import type { Step } from "./steps.ts";

/** The ways that there are to sign in here, and whether somebody is signed in already. */
export function useSignInWays() {
  return useQuery<SignInWaysQuery, ApiError>({
    queryKey: ["sign-in-ways"],
    queryFn: ({ signal }) => ask(signal),
    refetchOnWindowFocus: "always",
  });
}

/** Once the server has told that a session is over, and taken its cookies away, anybody may ask. */
async function ask(signal: AbortSignal): Promise<SignInWaysQuery> {
  const wanted = () => send(SignInWaysDocument, {}, { signal, asSelf: true });
  return wanted().catch((error: unknown) => {
    if (hasCode(error, "UNAUTHENTICATED")) return wanted();
    throw error;
  });
}

type Props = {
  step: Step;
  onStep: (step: Step) => void;
  ways: SignInWaysQuery | undefined;
  /** Where a provider sends the browser back to. */
  redirect: string;
  /** What came back from a provider: a question for a second factor, or words on what went wrong. */
  challenge?: string | undefined;
  complaint?: string | undefined;
  onMail: () => void;
  onSignedIn: () => void;
};

/** Everything between nobody and a session. */
export function SignInSteps({ step, onStep, ways, redirect, challenge: given, complaint, ...props }: Props) {
  const [email, setEmail] = useState("");
  const [challenge, setChallenge] = useState(given ?? null);
  const arrive = (arrival: { challenge: { challenge: string } | null }) => {
    if (arrival.challenge) setChallenge(arrival.challenge.challenge);
    else props.onSignedIn();
  };
  if (challenge !== null)
    return <SecondFactorStep challenge={challenge} onArrival={arrive} onBack={() => setChallenge(null)} />;
  const shared = { email, onEmail: setEmail, onStep };
  return (
    <>
      {ways?.signInWays.needsSetUp && (
        <Alert color="water" variant="light" mb="md" icon={<IconInfoCircle size={18} />}>
          <Trans i18nKey="signIn.needsSetUp" components={{ code: <Code /> }} />
        </Alert>
      )}
      {complaint && (
        <Alert role="alert" color="red" variant="light" mb="md" py="xs">
          {complaint}
        </Alert>
      )}
      {step === "password" && <PasswordStep {...shared} onArrival={arrive} />}
      {step === "code" && <CodeStep {...shared} onArrival={arrive} onMail={props.onMail} />}
      {step === "forgot" && <ForgotStep {...shared} onMail={props.onMail} />}
      {step !== "forgot" && (
        <OtherWays
          providers={ways?.authProviders ?? []}
          takesPasskeys={ways?.signInWays.passkeys ?? false}
          redirect={redirect}
          onArrival={arrive}
        />
      )}
    </>
  );
}
