import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { SignInWaysDocument, type SignInWaysQuery } from "../../generated/operations.ts";
import type { ApiError } from "../api/api-error.ts";
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
    queryFn: ({ signal }) => send(SignInWaysDocument, {}, { signal, asSelf: true }),
    refetchOnWindowFocus: "always",
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
      {complaint && (
        <Alert role="alert" color="red" variant="light" mb="md" py="xs">
          {complaint}
        </Alert>
      )}
      {step === "password" && <PasswordStep {...shared} onArrival={arrive} />}
      {step === "code" && <CodeStep {...shared} onArrival={arrive} onMail={props.onMail} />}
      {step === "forgot" && <ForgotStep {...shared} onMail={props.onMail} />}
      {step !== "forgot" && (
        <OtherWays providers={ways?.authProviders ?? []} redirect={redirect} onArrival={arrive} />
      )}
    </>
  );
}
