import { Button, Modal } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TokenList } from "../parts/accounts/token-list.tsx";
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
      <Modal opened={isAdding} onClose={() => setAdding(false)} title={t("account.newToken")} size={460}>
        <NewToken onDone={() => setAdding(false)} />
      </Modal>
    </Panel>
  );
}
