import { Button, Group } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import {
  InviteUserDocument,
  PendingInvitationsDocument,
  type PendingInvitationsQuery,
  RevokeInvitationDocument,
} from "../../generated/operations.ts";
import { useOperation, useSend } from "../api/use-operation.ts";
import { RoleBadges } from "../parts/accounts/role-badges.tsx";
import { useFresh } from "../parts/accounts/use-fresh.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ErrorState } from "../parts/error-state.tsx";
import { Moment } from "../parts/moment.tsx";
import { Panel } from "../parts/panel.tsx";
import { Row, Rows, RowsLoading } from "../parts/rows.tsx";
import { showDone, showFailure } from "../parts/toast.tsx";

type Invitation = PendingInvitationsQuery["pendingInvitations"][number];

/** Who was invited and did not come yet. */
export function InvitationsTab({ onInvite }: { onInvite: () => void }) {
  const { t } = useTranslation();
  const answer = useOperation(PendingInvitationsDocument, {});
  if (answer.error) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <RowsLoading count={3} />;
  const pending = answer.data.pendingInvitations;
  if (pending.length === 0)
    return (
      <EmptyState
        icon={IconMail}
        title={t("people.noInvitations")}
        hint={t("people.inviteHint")}
        action={
          <Button variant="default" onClick={onInvite}>
            {t("people.invite")}
          </Button>
        }
      />
    );
  return (
    <Panel title={t("people.pending")} hint={t("people.pendingHint")}>
      <Rows label={t("people.pending")}>
        {pending.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </Rows>
    </Panel>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { t, i18n } = useTranslation();
  const fresh = useFresh();
  const revoke = useSend(RevokeInvitationDocument);
  const again = useSend(InviteUserDocument);
  const { email, roles } = invitation;
  const ended = (words: string) => ({
    onSuccess: () => {
      showDone(words);
      fresh(PendingInvitationsDocument);
    },
    onError: (error: unknown) => showFailure(error, t),
  });
  return (
    <Row
      icon={IconMail}
      title={
        <>
          {email}
          <RoleBadges roles={roles} />
        </>
      }
      detail={
        <>
          {t("people.sent")} <Moment at={invitation.createdAt} /> · {t("account.expires")}{" "}
          <Moment at={invitation.expiresAt} />
        </>
      }
      action={
        <Group gap="xs" justify="flex-end">
          <Button
            variant="default"
            size="compact-sm"
            loading={again.isPending}
            onClick={() =>
              again.mutate({ email, roles, locale: i18n.language }, ended(t("people.invited", { email })))
            }
          >
            {t("people.sendAgain")}
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            loading={revoke.isPending}
            onClick={() =>
              revoke.mutate({ id: invitation.id }, ended(t("people.invitationRevoked", { email })))
            }
          >
            {t("account.revoke")}
          </Button>
        </Group>
      }
    />
  );
}
