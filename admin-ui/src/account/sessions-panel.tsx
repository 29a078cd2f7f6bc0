import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { SessionList } from "../parts/accounts/session-list.tsx";
import { askFirst } from "../parts/confirmation.tsx";
import { Panel } from "../parts/panel.tsx";
import { useSignOut } from "../parts/use-sign-out.ts";

/** Where one is signed in. */
export function SessionsPanel() {
  const { t } = useTranslation();
  const signOut = useSignOut({ everywhere: true });
  return (
    <Panel
      title={t("account.sessions")}
      hint={t("account.sessionsHint")}
      action={
        <Button
          variant="default"
          style={{ flex: "none" }}
          onClick={() =>
            askFirst(
              {
                title: t("account.signOutEverywhere"),
                words: t("account.signOutEverywhereHint"),
                confirm: t("account.signOutEverywhere"),
                isDangerous: true,
                onConfirm: signOut,
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
