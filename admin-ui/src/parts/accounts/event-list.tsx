import { Button, Stack, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconPointFilled } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AuthEventsDocument, type AuthEventsQuery } from "../../../generated/operations.ts";
import type { ApiError } from "../../api/api-error.ts";
import { send } from "../../api/operation.ts";
import { ErrorState } from "../error-state.tsx";
import { Moment } from "../moment.tsx";
import { NoRows, Row, Rows, RowsLoading } from "../rows.tsx";
import { clientName } from "./client-name.ts";
import { type AuthEvent, type EventKind, eventDetail, eventMethod, isAlarming } from "./event-words.ts";
import { SignInMethod } from "./session-list.tsx";

const pageSize = 30;

type Props = {
  /** Whose; null for everybody's, which only admins may see. */
  user: string | null;
  kind?: EventKind | null;
  /** Draws whose account an event is about. */
  whom?: (event: AuthEvent) => ReactNode;
};

/** What happened to accounts, the newest first. */
export function EventList({ user, kind = null, whom }: Props) {
  const { t } = useTranslation();
  const events = useInfiniteQuery<AuthEventsQuery, ApiError>({
    queryKey: ["operation", AuthEventsDocument.toString(), { user, kind }],
    queryFn: ({ pageParam, signal }) =>
      send(
        AuthEventsDocument,
        { user, kind, limit: pageSize, before: typeof pageParam === "string" ? pageParam : null },
        { signal },
      ),
    initialPageParam: null,
    getNextPageParam: (page) =>
      page.authEvents.length < pageSize ? undefined : page.authEvents[page.authEvents.length - 1]?.id,
  });
  if (events.error && !events.data)
    return <ErrorState error={events.error} onRetry={() => void events.refetch()} />;
  if (!events.data) return <RowsLoading count={4} />;
  const known = events.data.pages.flatMap((page) => page.authEvents);
  if (known.length === 0) return <NoRows>{t("account.noEvents")}</NoRows>;
  return (
    <Stack gap="sm">
      <Rows label={t("account.activity")}>
        {known.map((event) => (
          <EventRow key={event.id} event={event} whom={whom} />
        ))}
      </Rows>
      {events.hasNextPage && (
        <Button
          variant="default"
          size="sm"
          style={{ alignSelf: "center" }}
          loading={events.isFetchingNextPage}
          onClick={() => void events.fetchNextPage()}
        >
          {t("account.older")}
        </Button>
      )}
    </Stack>
  );
}

function EventRow({ event, whom }: { event: AuthEvent; whom: Props["whom"] }) {
  const { t, i18n } = useTranslation();
  const detail = eventDetail(event, t, i18n.language);
  const method = eventMethod(event);
  const client = clientName(event.userAgent);
  return (
    <Row
      icon={isAlarming(event.kind) ? IconAlertTriangle : IconPointFilled}
      title={
        <>
          {whom?.(event)}
          {t(`account.events.${event.kind}`)}
          {method && (
            <span style={{ fontWeight: 400 }}>
              <SignInMethod method={method} />
            </span>
          )}
          {detail && <span style={{ fontWeight: 400 }}>{detail}</span>}
        </>
      }
      detail={
        <>
          <Moment at={event.at} />
          {event.actor && event.actor !== event.userId && ` · ${t("account.byAdmin")}`}
          {event.ip && ` · ${event.ip}`}
          {client && (
            <>
              {" · "}
              <Tooltip label={event.userAgent} multiline maw={360}>
                <span>{client.system ? `${client.name}, ${client.system}` : client.name}</span>
              </Tooltip>
            </>
          )}
        </>
      }
    />
  );
}
