import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TokenList } from "../parts/accounts/token-list.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Panel } from "../parts/panel.tsx";
import { NewToken } from "./new-token.tsx";

/** The tokens with which programs act as oneself. */
export function TokensPanel() {
  const { t } = useTranslation();
  const [isAdding, setAdding] = useState(false);
  return (
    <Panel
      title={t("account.tokens")}
      hint={t("account.tokensHint")}
      action={
        <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)} style={{ flex: "none" }}>
          {t("account.newToken")}
        </Button>
      }
    >
      <TokenList />
      <Dialog isOpen={isAdding} onClose={() => setAdding(false)} title={t("account.newToken")}>
        <NewToken onDone={() => setAdding(false)} />
      </Dialog>
    </Panel>
  );
}
