import { Stack, Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/use-model.ts";
import { EventList } from "../parts/accounts/event-list.tsx";
import { Page } from "../parts/page.tsx";
import { Panel } from "../parts/panel.tsx";
import { AppPanel } from "./app-panel.tsx";
import { EmailPanel } from "./email-panel.tsx";
import { PasskeysPanel } from "./passkeys-panel.tsx";
import { PasswordPanel } from "./password-panel.tsx";
import { ProfilePanel } from "./profile-panel.tsx";
import { ProvidersPanel } from "./providers-panel.tsx";
import { SessionsPanel } from "./sessions-panel.tsx";
import { TokensPanel } from "./tokens-panel.tsx";

const tabs = ["profile", "security", "sessions", "tokens", "activity"] as const;
type Tab = (typeof tabs)[number];

/** One's own account. The tab stands in the address. */
export function AccountPage() {
  const { t } = useTranslation();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const tab: Tab = tabs.find((known) => known === search.tab) ?? "profile";
  return (
    <Page title={t("account.title")} width={860}>
      <Tabs
        value={tab}
        onChange={(tab) =>
          void navigate({ to: "/account", search: tab === "profile" ? {} : { tab }, replace: true })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`account.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="profile">
          <Stack>
            <ProfilePanel />
            <EmailPanel />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="security">
          <Stack>
            <PasswordPanel />
            <AppPanel />
            <PasskeysPanel />
            <ProvidersPanel />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="sessions">
          <SessionsPanel />
        </Tabs.Panel>
        <Tabs.Panel value="tokens">
          <TokensPanel />
        </Tabs.Panel>
        <Tabs.Panel value="activity">
          <Activity />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Activity() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Panel title={t("account.activity")} hint={t("account.activityHint")}>
      <EventList user={me.id} />
    </Panel>
  );
}
