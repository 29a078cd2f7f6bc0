import { Badge, Button } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import {
  ApiTokensDocument,
  type ApiTokensQuery,
  RevokeApiTokenDocument,
} from "../../../generated/operations.ts";
import { useOperation, useSend } from "../../api/use-operation.ts";
import { askFirst } from "../confirmation.tsx";
import { ErrorState } from "../error-state.tsx";
import { Moment } from "../moment.tsx";
import { NoRows, Row, Rows, RowsLoading } from "../rows.tsx";
import { showDone, showFailure } from "../toast.tsx";
import { RoleBadges } from "./role-badges.tsx";
import { useFresh } from "./use-fresh.ts";

type Token = ApiTokensQuery["apiTokens"][number];

/** The tokens that programs act with as somebody. Without `user`, as whoever asks. */
export function TokenList({ user }: { user?: string }) {
  const { t } = useTranslation();
  const tokens = useOperation(ApiTokensDocument, { user: user ?? null });
  if (tokens.error) return <ErrorState error={tokens.error} onRetry={() => void tokens.refetch()} />;
  if (!tokens.data) return <RowsLoading />;
  const known = tokens.data.apiTokens;
  if (known.length === 0) return <NoRows>{t("account.noTokens")}</NoRows>;
  return (
    <Rows label={t("account.tokens")}>
      {known.map((token) => (
        <TokenRow key={token.id} token={token} />
      ))}
    </Rows>
  );
}

function TokenRow({ token }: { token: Token }) {
  const { t } = useTranslation();
  const fresh = useFresh();
  const revoke = useSend(RevokeApiTokenDocument);
  const isOver = token.expiresAt !== null && new Date(token.expiresAt) < new Date();
  const remove = () =>
    revoke.mutate(
      { id: token.id },
      {
        onSuccess: () => {
          showDone(t("account.tokenRevoked", { name: token.name }));
          fresh(ApiTokensDocument);
        },
        onError: (error) => showFailure(error, t),
      },
    );
  return (
    <Row
      icon={IconKey}
      title={
        <>
          {token.name}
          <RoleBadges roles={token.roles} />
          {isOver && (
            <Badge size="sm" variant="light" color="gray">
              {t("account.expired")}
            </Badge>
          )}
        </>
      }
      detail={
        <>
          …{token.hint} · {t("account.made")} <Moment at={token.createdAt} /> ·{" "}
          {token.lastUsedAt ? (
            <>
              {t("account.lastUsed")} <Moment at={token.lastUsedAt} />
            </>
          ) : (
            t("account.neverUsed")
          )}{" "}
          ·{" "}
          {token.expiresAt ? (
            <>
              {isOver ? t("account.expiredAt") : t("account.expires")} <Moment at={token.expiresAt} />
            </>
          ) : (
            t("account.noExpiry")
          )}
        </>
      }
      action={
        <Button
          variant="default"
          size="compact-sm"
          loading={revoke.isPending}
          aria-label={t("account.revokeToken", { name: token.name })}
          onClick={() =>
            askFirst(
              {
                title: t("account.revokeToken", { name: token.name }),
                words: t("account.revokeTokenHint"),
                confirm: t("account.revoke"),
                isDangerous: true,
                onConfirm: remove,
              },
              t,
            )
          }
        >
          {t("account.revoke")}
        </Button>
      }
    />
  );
}
