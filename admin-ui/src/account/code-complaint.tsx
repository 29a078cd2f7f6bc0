import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ApiError } from "../api/api-error.ts";
import { errorWords } from "../parts/error-words.ts";
import { lengthOfTime, useCountdown } from "../parts/use-countdown.ts";

/** Why a code was not taken. */
export function CodeComplaint({ error }: { error: ApiError | null }) {
  const { t, i18n } = useTranslation();
  const secondsLeft = useCountdown(error);
  if (!error) return null;
  const words = () => {
    if (secondsLeft > 0) return t("signIn.tooOften", { time: lengthOfTime(secondsLeft, i18n.language) });
    if (error.code === "RATE_LIMITED") return t("signIn.tryAgainNow");
    if (error.fields.some((field) => field.path === "code")) return t("account.wrongCode");
    return errorWords(error, t).detail ?? errorWords(error, t).title;
  };
  return (
    <Alert role="alert" color="red" variant="light" py="xs">
      {words()}
    </Alert>
  );
}
