import { Badge, Button } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import {
  RevokeSessionDocument,
  SessionsDocument,
  type SessionsQuery,
} from "../../../generated/operations.ts";
import { useOperation, useSend } from "../../api/use-operation.ts";
import { ErrorState } from "../error-state.tsx";
import { Moment } from "../moment.tsx";
import { NoRows, Row, Rows, RowsLoading } from "../rows.tsx";
import { showDone, showFailure } from "../toast.tsx";
import { clientName, isPhone } from "./client-name.ts";
import { useFresh } from "./use-fresh.ts";

type Session = SessionsQuery["sessions"][number];

/** Where somebody is signed in. Without `user`, whoever asks. */
export function SessionList({ user }: { user?: string }) {
  const { t } = useTranslation();
  const sessions = useOperation(SessionsDocument, { user: user ?? null });
  if (sessions.error) return <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />;
  if (!sessions.data) return <RowsLoading />;
  const known = sessions.data.sessions;
  if (known.length === 0) return <NoRows>{t("account.noSessions")}</NoRows>;
  return (
    <Rows label={t("account.sessions")}>
      {[...known]
        .sort((a, b) => Number(b.current) - Number(a.current))
        .map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
    </Rows>
  );
}

function SessionRow({ session }: { session: Session }) {
  const { t } = useTranslation();
  const fresh = useFresh();
  const revoke = useSend(RevokeSessionDocument);
  const client = clientName(session.userAgent);
  const name = client
    ? client.system
      ? t("account.clientOn", { client: client.name, system: client.system })
      : client.name
    : t("account.unknownClient");
  const end = () =>
    revoke.mutate(
      { id: session.id },
      {
        onSuccess: () => {
          showDone(t("account.sessionEnded"));
          fresh(SessionsDocument);
        },
        onError: (error) => showFailure(error, t),
      },
    );
  return (
    <Row
      icon={isPhone(session.userAgent) ? IconDeviceMobile : IconDeviceDesktop}
      title={
        <>
          {name}
          {session.current && (
            <Badge size="sm" variant="light">
              {t("account.thisSession")}
            </Badge>
          )}
          {session.impersonator && (
            <Badge size="sm" variant="dot" color="orange">
              {t("account.viewedByAdmin")}
            </Badge>
          )}
        </>
      }
      detail={
        <>
          <SignInMethod method={session.method} />
          {session.ip && ` · ${session.ip}`} · {t("account.lastActive")} <Moment at={session.refreshedAt} />
        </>
      }
      action={
        !session.current && (
          <Button
            variant="default"
            size="compact-sm"
            loading={revoke.isPending}
            onClick={end}
            aria-label={t("account.endSessionOf", { name })}
          >
            {t("account.endSession")}
          </Button>
        )
      }
    />
  );
}

/** How somebody signed in, in words. */
export function SignInMethod({ method }: { method: string }) {
  const { t } = useTranslation();
  if (method.startsWith("provider:"))
    return t("account.methods.provider", { provider: method.slice("provider:".length) });
  const known = methods.find((name) => name === method);
  return known ? t(`account.methods.${known}`) : method;
}

const methods = [
  "password",
  "code",
  "magicLink",
  "passkey",
  "anonymous",
  "invitation",
  "setup",
  "verification",
  "reset",
  "impersonation",
] as const;
