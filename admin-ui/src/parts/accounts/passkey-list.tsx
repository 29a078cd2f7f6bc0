import { Button } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { PasskeysDocument, type PasskeysQuery } from "../../../generated/operations.ts";
import { useOperation } from "../../api/use-operation.ts";
import { ErrorState } from "../error-state.tsx";
import { Moment } from "../moment.tsx";
import { NoRows, Row, Rows, RowsLoading } from "../rows.tsx";

type Passkey = PasskeysQuery["passkeys"][number];

/** Somebody's passkeys. Without `user`, of whoever asks; only they may remove any. */
export function PasskeyList({ user, onRemove }: { user?: string; onRemove?: (passkey: Passkey) => void }) {
  const { t } = useTranslation();
  const passkeys = useOperation(PasskeysDocument, { user: user ?? null });
  if (passkeys.error) return <ErrorState error={passkeys.error} onRetry={() => void passkeys.refetch()} />;
  if (!passkeys.data) return <RowsLoading count={1} />;
  const known = passkeys.data.passkeys;
  if (known.length === 0) return <NoRows>{t("account.noPasskeys")}</NoRows>;
  return (
    <Rows label={t("account.passkeys")}>
      {known.map((passkey) => (
        <Row
          key={passkey.id}
          icon={IconFingerprint}
          title={passkey.name}
          detail={
            <>
              {t("account.made")} <Moment at={passkey.createdAt} /> ·{" "}
              {passkey.lastUsedAt ? (
                <>
                  {t("account.lastUsed")} <Moment at={passkey.lastUsedAt} />
                </>
              ) : (
                t("account.neverUsed")
              )}
            </>
          }
          action={
            onRemove && (
              <Button
                variant="default"
                size="compact-sm"
                aria-label={t("account.removePasskey", { name: passkey.name })}
                onClick={() => onRemove(passkey)}
              >
                {t("common.remove")}
              </Button>
            )
          }
        />
      ))}
    </Rows>
  );
}
