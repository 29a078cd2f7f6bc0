import { Button, Tabs } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUserPlus } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { isAdmin, useMe } from "../api/use-model.ts";
import { Dialog } from "../parts/dialog.tsx";
import { lazyPart } from "../parts/lazy-part.ts";
import { Page } from "../parts/page.tsx";
import { RowsLoading } from "../parts/rows.tsx";
import { ActivityTab } from "./activity-tab.tsx";
import { InvitationForm } from "./invitation-form.tsx";
import { InvitationsTab } from "./invitations-tab.tsx";
import { RolesTab } from "./roles-tab.tsx";
import { readTab, tabs } from "./tabs.ts";
import { UsersTab } from "./users-tab.tsx";

const AccessTab = lazyPart(() => import("./access-tab.tsx").then((file) => ({ default: file.AccessTab })));
const ExplainTab = lazyPart(() => import("./explain-tab.tsx").then((file) => ({ default: file.ExplainTab })));

/** Who may come in, and what they may do. Who is no admin sees the users that the model lets them see. */
export function PeoplePage() {
  const { t } = useTranslation();
  const me = useMe();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const [isInviting, inviting] = useDisclosure(false);
  if (!isAdmin(me))
    return (
      <Page title={t("people.title")} width={1200}>
        <UsersTab />
      </Page>
    );
  const tab = readTab(search.tab);
  return (
    <Page
      title={t("people.title")}
      width={1200}
      actions={
        <Button leftSection={<IconUserPlus size={16} />} onClick={inviting.open}>
          {t("people.invite")}
        </Button>
      }
    >
      <Tabs
        value={tab}
        onChange={(tab) =>
          void navigate({ to: "/people", search: tab === "users" ? {} : { tab }, replace: true })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`people.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Suspense fallback={<RowsLoading count={6} />}>
          <Tabs.Panel value="users">
            <UsersTab />
          </Tabs.Panel>
          <Tabs.Panel value="roles">
            <RolesTab />
          </Tabs.Panel>
          <Tabs.Panel value="invitations">
            <InvitationsTab onInvite={inviting.open} />
          </Tabs.Panel>
          <Tabs.Panel value="access">
            <AccessTab />
          </Tabs.Panel>
          <Tabs.Panel value="explain">
            <ExplainTab />
          </Tabs.Panel>
          <Tabs.Panel value="activity">
            <ActivityTab />
          </Tabs.Panel>
        </Suspense>
      </Tabs>
      <Dialog isOpen={isInviting} onClose={inviting.close} title={t("people.invite")}>
        <InvitationForm onDone={inviting.close} />
      </Dialog>
    </Page>
  );
}
