import { IconLink } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IdentitiesDocument, type IdentitiesQuery } from "../../../generated/operations.ts";
import { useOperation } from "../../api/use-operation.ts";
import { ErrorState } from "../error-state.tsx";
import { Moment } from "../moment.tsx";
import { NoRows, Row, Rows, RowsLoading } from "../rows.tsx";

export type Identity = IdentitiesQuery["identities"][number];

/** The accounts elsewhere that somebody signs in with. Without `user`, of whoever asks. */
export function IdentityList({
  user,
  action,
}: {
  user?: string;
  action?: (identity: Identity) => ReactNode;
}) {
  const { t } = useTranslation();
  const answer = useOperation(IdentitiesDocument, { user: user ?? null });
  if (answer.error) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <RowsLoading count={1} />;
  const { identities, authProviders } = answer.data;
  if (identities.length === 0) return <NoRows>{t("account.noIdentities")}</NoRows>;
  const title = (name: string) => authProviders.find((provider) => provider.name === name)?.title ?? name;
  return (
    <Rows label={t("account.identities")}>
      {identities.map((identity) => (
        <Row
          key={identity.id}
          icon={IconLink}
          title={title(identity.provider)}
          detail={
            <>
              {identity.email && `${identity.email} · `}
              {t("account.lastUsed")} <Moment at={identity.usedAt} />
            </>
          }
          action={action?.(identity)}
        />
      ))}
    </Rows>
  );
}
