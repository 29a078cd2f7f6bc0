import { Button, Center, Skeleton, Stack, Text } from "@mantine/core";
import { IconMinus, IconPencil, IconPlus, IconSchema } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useViewpoint } from "../api/viewpoint.ts";
import type { Collection } from "../model/model.ts";
import type { Change, useChangeLog } from "../parts/change-log.ts";
import { ErrorState } from "../parts/error-state.tsx";
import { ChangeCard } from "./change-card.tsx";
import type { RestoreRequest } from "./field-list.tsx";
import classes from "./history.module.css";
import { RestoreModal } from "./restore-modal.tsx";

type Props = {
  log: ReturnType<typeof useChangeLog>;
  collection: Collection | undefined;
  /** Those of the log that are shown. */
  changes: Change[];
  only: string | undefined;
  isFiltered: boolean;
  /** What stands where nothing was ever changed. */
  nothing: ReactNode;
};

const icons = { CREATE: IconPlus, UPDATE: IconPencil, DELETE: IconMinus, MODEL: IconSchema };

/** A record's changes, one below the other, the newest first. */
export function Timeline({ log, collection, changes, only, isFiltered, nothing }: Props) {
  const { t } = useTranslation();
  const [request, setRequest] = useState<RestoreRequest | null>(null);
  const isSelf = useViewpoint().kind !== "user";
  const newest = log.changes[0];
  if (log.isPending) return <TimelineLoading />;
  if (log.error && log.changes.length === 0)
    return <ErrorState error={log.error} onRetry={() => void log.refetch()} />;
  if (!newest) return nothing;

  const needed = newest.operation === "DELETE" ? "create" : "update";
  const canRestore =
    isSelf && collection && collection.can[needed] !== "NONE" && collection.api[needed] !== null;
  return (
    <>
      <ol className={classes.timeline} aria-label={t("history.title")}>
        {changes.map((change) => {
          const Icon = icons[change.operation];
          const isDeletedLater = newest.operation === "DELETE" && change !== newest;
          return (
            <li key={change.position} className={classes.entry}>
              <span className={classes.dot} aria-hidden="true">
                <Icon size={12} stroke={2} />
              </span>
              <ChangeCard
                change={change}
                collection={collection}
                isNewest={change === newest}
                only={only}
                onRestore={canRestore && !isDeletedLater ? setRequest : undefined}
              />
            </li>
          );
        })}
      </ol>
      {changes.length === 0 && (
        <Text c="dimmed" ta="center" py="md">
          {t("history.noneOfThese", { count: log.changes.length })}
        </Text>
      )}
      <Older log={log} isFiltered={isFiltered} />
      {collection && (
        <RestoreModal collection={collection} request={request} onClose={() => setRequest(null)} />
      )}
    </>
  );
}

/** The way to what was changed earlier. */
export function Older({ log, isFiltered }: Pick<Props, "log" | "isFiltered">) {
  const { t } = useTranslation();
  if (!log.hasNextPage) return null;
  return (
    <Center mt="md">
      <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
        {isFiltered ? t("history.searchOlder") : t("history.older")}
      </Button>
    </Center>
  );
}

export function TimelineLoading() {
  const { t } = useTranslation();
  return (
    <Stack role="status" aria-label={t("common.loading")}>
      {[120, 90, 160].map((height) => (
        <Skeleton key={height} h={height} radius="md" />
      ))}
    </Stack>
  );
}
