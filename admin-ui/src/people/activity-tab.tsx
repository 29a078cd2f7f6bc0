import { Select } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EventList } from "../parts/accounts/event-list.tsx";
import { eventKinds } from "../parts/accounts/event-words.ts";
import { Panel } from "../parts/panel.tsx";
import { RecordLink } from "../parts/record-link.tsx";

/** What happened to everybody's accounts. */
export function ActivityTab() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const kind = eventKinds.find((known) => known === search.kind) ?? null;
  return (
    <Panel
      title={t("people.activity")}
      action={
        <Select
          aria-label={t("people.eventKind")}
          placeholder={t("people.anyEvent")}
          data={eventKinds.map((value) => ({ value, label: t(`account.events.${value}`) }))}
          value={kind}
          onChange={(kind) =>
            void navigate({
              to: "/people",
              search: kind ? { tab: "activity", kind } : { tab: "activity" },
              replace: true,
            })
          }
          clearable
          searchable
          w={230}
        />
      }
    >
      <EventList
        user={null}
        kind={kind}
        whom={(event) =>
          event.userId ? <RecordLink collection="User" id={event.userId} /> : t("people.noAccount")
        }
      />
    </Panel>
  );
}
