import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  AccountStatesDocument,
  ChangePasswordDocument,
  PasswordRulesDocument,
  SessionsDocument,
} from "../../generated/operations.ts";
import type { ApiError } from "../api/api-error.ts";
import { useMe } from "../api/use-model.ts";
import { useOperation, useSend } from "../api/use-operation.ts";
import { useFresh } from "../parts/accounts/use-fresh.ts";
import { Panel } from "../parts/panel.tsx";
import { showDone, showFailure } from "../parts/toast.tsx";
import { lengthOfTime, useCountdown } from "../parts/use-countdown.ts";
import { useOwnState } from "./use-own-state.ts";

/** Another password, for who knows the one of now. */
export function PasswordPanel() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const fresh = useFresh();
  const { state } = useOwnState();
  const rules = useOperation(PasswordRulesDocument, {});
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useSend(ChangePasswordDocument);
  const secondsLeft = useCountdown(change.error);
  const hasPassword = state?.password ?? true;
  const shortest = rules.data?.signInWays.shortestPassword;
  const submit = () =>
    change.mutate(
      { current: hasPassword ? current : null, new: next },
      {
        onSuccess: () => {
          showDone(t("account.passwordChanged"));
          setCurrent("");
          setNext("");
          fresh(AccountStatesDocument, SessionsDocument);
        },
        onError: (error) => {
          if (error.fields.length === 0 && error.retryAfterSeconds === null) showFailure(error, t);
        },
      },
    );
  return (
    <Panel
      title={t("account.password")}
      hint={hasPassword ? t("account.passwordHint") : t("account.noPasswordHint")}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <input type="text" name="username" autoComplete="username" value={me.email ?? ""} readOnly hidden />
        <Stack gap="sm" maw={320}>
          {hasPassword && (
            <PasswordInput
              label={t("account.currentPassword")}
              name="current-password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={current}
              onChange={(event) => setCurrent(event.currentTarget.value)}
              error={fieldError(change.error, "current", t("account.wrongPassword"))}
              visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
            />
          )}
          <PasswordInput
            label={t("account.newPassword")}
            description={shortest ? t("account.atLeast", { count: shortest }) : undefined}
            name="new-password"
            autoComplete="new-password"
            required
            withAsterisk={false}
            {...(shortest ? { minLength: shortest } : {})}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            error={fieldError(change.error, "new")}
            visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
          />
          {secondsLeft > 0 && (
            <Text size="sm" c="red">
              {t("signIn.tooOften", { time: lengthOfTime(secondsLeft, i18n.language) })}
            </Text>
          )}
          <Button
            type="submit"
            loading={change.isPending}
            disabled={secondsLeft > 0}
            style={{ alignSelf: "flex-start" }}
          >
            {hasPassword ? t("account.changePassword") : t("account.setPassword")}
          </Button>
        </Stack>
      </form>
    </Panel>
  );
}

/** What the server says of one argument; the page's own words where it knows better. */
function fieldError(error: ApiError | null, path: string, words?: string): string | false {
  const found = error?.fields.find((field) => field.path === path);
  return found ? (words ?? found.message) : false;
}
