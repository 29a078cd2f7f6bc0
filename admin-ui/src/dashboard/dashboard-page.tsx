import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { FeedDocument } from "../../generated/operations.ts";
import { hasCode } from "../api/api-error.ts";
import { isAdmin, useMe, useModel } from "../api/use-model.ts";
import { useOperation } from "../api/use-operation.ts";
import { useViewpoint } from "../api/viewpoint.ts";
import { groupsOf } from "../model/model.ts";
import { useNewestChange } from "../parts/change-log.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ErrorState } from "../parts/error-state.tsx";
import { Page } from "../parts/page.tsx";
import { CollectionsPanel } from "./collections-panel.tsx";
import classes from "./dashboard.module.css";
import { FirstSteps } from "./first-steps.tsx";
import { HealthPanels } from "./health-panels.tsx";
import { RecentPanel } from "./recent-panel.tsx";
import { TeamPanel } from "./team-panel.tsx";
import { useCountable, useCounts } from "./use-counts.ts";

/** Where one begins: what I worked on, what the others did, and how everything is. */
export function DashboardPage() {
  const { t } = useTranslation();
  const collections = useCountable();
  const isEmpty = useIsEmpty();
  const { mine, team, error, retry } = useFeed();
  const seesServer = useSeesServer();
  const model = useModel();
  if (!seesServer && groupsOf(model).length === 0) {
    return (
      <Page title={t("dashboard.title")} width={1500}>
        <EmptyState icon={IconLock} title={t("dashboard.noContent")} hint={t("dashboard.noContentHint")} />
      </Page>
    );
  }
  return (
    <Page title={t("dashboard.title")} width={1500}>
      <div className={seesServer ? classes.columns : undefined}>
        <div className={classes.column}>
          {isEmpty && <FirstSteps />}
          {error ? (
            <ErrorState error={error} onRetry={retry} />
          ) : (
            <div className={classes.pair}>
              <RecentPanel mine={mine} />
              <TeamPanel team={team} />
            </div>
          )}
          <CollectionsPanel collections={collections} />
        </div>
        {seesServer && (
          <div className={classes.column}>
            <HealthPanels />
          </div>
        )}
      </div>
    </Page>
  );
}

/** Who looks at things as a role is told no more than the role. */
function useSeesServer(): boolean {
  const me = useMe();
  const viewpoint = useViewpoint();
  return isAdmin(me) && viewpoint.kind !== "roles";
}

/** Whether the model's own collections have no record that the reader may see. */
function useIsEmpty(): boolean {
  const collections = useCountable();
  const counts = useCounts(collections);
  const own = collections.filter((it) => !it.builtIn);
  if (own.length === 0) return true;
  return counts.data !== undefined && own.every(({ name }) => counts.data.get(name)?.total === 0);
}

/** My changes and everybody's, asked again when there are newer ones. */
function useFeed() {
  const me = useMe();
  const feed = useOperation(FeedDocument, { me: me.id });
  // Who may read nothing has no changes to see either.
  const isForbidden = hasCode(feed.error, "FORBIDDEN");
  const known = feed.data?.team[0]?.position;
  useNewestChange(feed.data ? {} : null, (newest) => {
    if (newest !== known) void feed.refetch();
  });
  const { mine, team } = feed.data ?? (isForbidden ? { mine: [], team: [] } : {});
  const error = isForbidden || feed.data ? null : feed.error;
  return { mine, team, error, retry: () => void feed.refetch() };
}
