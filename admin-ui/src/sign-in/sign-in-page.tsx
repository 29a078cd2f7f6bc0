import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { PageLoading } from "../parts/page-loading.tsx";
import { Entrance } from "./entrance.tsx";
import { rememberNext, safeNext } from "./next-page.ts";
import { SignInSteps, useSignInWays } from "./sign-in-steps.tsx";
import { readStep, type Step } from "./steps.ts";
import { useGoOn } from "./use-arrival.ts";

const titles = {
  password: "signIn.title",
  code: "signIn.byCode",
  forgot: "signIn.forgotTitle",
} as const satisfies Record<Step, string>;

/** The way in. Its address says where one goes from here, and what a sign-in provider answered. */
export function SignInPage() {
  const { t } = useTranslation();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const router = useRouter();
  const goOn = useGoOn();
  const next = safeNext(search.next);
  const step = readStep(search.step);
  const ways = useSignInWays();
  const isSignedIn = ways.data?.me != null;

  const leave = useRef(() => {});
  leave.current = () => void goOn(next);
  useEffect(() => {
    if (isSignedIn) leave.current();
  }, [isSignedIn]);

  if (isSignedIn || ways.isPending) return <PageLoading />;
  const here = next === "/" ? {} : { next };
  const redirect = router.buildLocation({ to: "/sign-in", search: here }).publicHref;
  return (
    <Entrance title={t(titles[step])}>
      <SignInSteps
        step={step}
        onStep={(step) =>
          void navigate({ to: "/sign-in", search: step === "password" ? here : { ...here, step } })
        }
        ways={ways.data}
        redirect={redirect}
        challenge={text(search.challenge)}
        complaint={text(search.error_description) ?? text(search.error)}
        onMail={() => rememberNext(next)}
        onSignedIn={() => void goOn(next)}
      />
    </Entrance>
  );
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
