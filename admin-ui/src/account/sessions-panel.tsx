import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { SignOutEverywhereDocument } from "../../generated/operations.ts";
import { closeSocket } from "../api/live.ts";
import { announceSessionEnd } from "../api/session-end.ts";
import { useSend } from "../api/use-operation.ts";
import { SessionList } from "../parts/accounts/session-list.tsx";
import { askFirst } from "../parts/confirmation.tsx";
import { Panel } from "../parts/panel.tsx";
import { showFailure } from "../parts/toast.tsx";

/** Where one is signed in. */
export function SessionsPanel() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const signOut = useSend(SignOutEverywhereDocument);
  const leave = () =>
    signOut.mutate(
      {},
      {
        onSuccess: async () => {
          closeSocket();
          announceSessionEnd();
          await navigate({ to: "/sign-in" });
          queries.clear();
        },
        onError: (error) => showFailure(error, t),
      },
    );
  return (
    <Panel
      title={t("account.sessions")}
      hint={t("account.sessionsHint")}
      action={
        <Button
          variant="default"
          style={{ flex: "none" }}
          loading={signOut.isPending}
          onClick={() =>
            askFirst(
              {
                title: t("account.signOutEverywhere"),
                words: t("account.signOutEverywhereHint"),
                confirm: t("account.signOutEverywhere"),
                isDangerous: true,
                onConfirm: leave,
              },
              t,
            )
          }
        >
          {t("account.signOutEverywhere")}
        </Button>
      }
    >
      <SessionList />
    </Panel>
  );
}
