import { Alert } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { hasCode } from "../api/api-error.ts";
import { errorWords } from "../parts/error-words.ts";
import { lengthOfTime } from "../parts/use-countdown.ts";

type Props = {
  error: unknown;
  /** How long one has to wait before another try. */
  secondsLeft: number;
  /** What it means that what was typed does not count. */
  wrong: string;
  /** What it means that it may not be done. */
  forbidden?: string;
  /** What to do about it. */
  children?: ReactNode;
};

/** Why a sign-in did not work, and how long one has to wait. */
export function SignInFailure({ error, secondsLeft, wrong, forbidden, children }: Props) {
  const { t, i18n } = useTranslation();
  if (!error) return null;
  const words = () => {
    if (hasCode(error, "UNAUTHENTICATED")) return wrong;
    if (hasCode(error, "FORBIDDEN") && forbidden) return forbidden;
    if (!hasCode(error, "RATE_LIMITED")) return errorWords(error, t).detail ?? errorWords(error, t).title;
    if (secondsLeft === 0) return t("signIn.tryAgainNow");
    return t("signIn.tooOften", { time: lengthOfTime(secondsLeft, i18n.language) });
  };
  const isWaitOver = hasCode(error, "RATE_LIMITED") && secondsLeft === 0;
  return (
    <Alert
      role={hasCode(error, "RATE_LIMITED") ? "status" : "alert"}
      aria-live={hasCode(error, "RATE_LIMITED") ? "off" : undefined}
      color={isWaitOver ? "gray" : "red"}
      variant="light"
      icon={<IconAlertCircle size={18} />}
      py="xs"
    >
      {words()}
      {children}
    </Alert>
  );
}
