import { Skeleton, Text, VisuallyHidden } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Collection } from "../model/model.ts";
import { CollectionIcon } from "../parts/collection-icon.tsx";
import { ErrorState } from "../parts/error-state.tsx";
import { type Counts, daysShown, madeLately } from "./counts.ts";
import classes from "./dashboard.module.css";
import { DaysChart } from "./days-chart.tsx";
import { Panel } from "./panel.tsx";
import { Sparkline } from "./sparkline.tsx";
import { useCounts } from "./use-counts.ts";

/** How many records each collection has, and what came in the last days; of one of them as a chart. */
export function CollectionsPanel({ collections }: { collections: Collection[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const counts = useCounts(collections);
  const { chart } = useSearch({ from: "/session/" });
  if (collections.length === 0) return null;
  if (counts.error)
    return (
      <Panel title={t("dashboard.collections")}>
        <ErrorState error={counts.error} onRetry={() => void counts.refetch()} />
      </Panel>
    );
  const charted = collections.find((it) => it.name === chart) ?? liveliest(collections, counts.data);
  const { lively, quiet } = divide(collections, counts.data);
  const days = charted && counts.data?.get(charted.name)?.days;
  return (
    <Panel
      title={t("dashboard.collections")}
      aside={<span className={classes.dim}>{t("dashboard.lastDays", { count: daysShown })}</span>}
    >
      <div className={classes.chart}>
        {charted && days && days.length > 0 && <DaysChart label={charted.pluralLabel} days={days} />}
        {!counts.data && <Skeleton h={220} />}
      </div>
      <ul className={classes.collections}>
        {lively.map((collection) => (
          <CollectionTile
            key={collection.name}
            collection={collection}
            counts={counts.data?.get(collection.name)}
            isCharted={collection === charted}
            onChart={() =>
              void navigate({
                to: "/",
                search: { chart: collection.name },
                replace: true,
                resetScroll: false,
              })
            }
          />
        ))}
      </ul>
      {quiet.length > 0 && (
        <>
          <h3 className={classes.quietHead}>{t("dashboard.quiet")}</h3>
          <ul className={classes.quiet}>
            {quiet.map((collection) => (
              <li key={collection.name}>
                <CollectionLink collection={collection} total={counts.data?.get(collection.name)?.total} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

/** Those with something to draw as tiles, and all of them where they are few: the rest would be a wall of nothing. */
function divide(collections: Collection[], counts: Map<string, Counts> | undefined) {
  if (collections.length <= fewCollections) return { lively: collections, quiet: [] };
  if (!counts) return { lively: collections.slice(0, fewCollections), quiet: [] };
  const isLively = ({ name }: Collection) => madeLately(counts.get(name) ?? nothingMade) > 0;
  return {
    lively: collections.filter(isLively),
    quiet: collections.filter((collection) => !isLively(collection)),
  };
}

const fewCollections = 8;
const nothingMade: Counts = { total: 0, days: [] };

function CollectionLink({ collection, total }: { collection: Collection; total: number | undefined }) {
  const { i18n } = useTranslation();
  return (
    <Link to="/content/$collection" params={{ collection: collection.name }} className={classes.tileLink}>
      <CollectionIcon collection={collection} />
      <span className={classes.tileName}>{collection.pluralLabel}</span>
      <span className={classes.tileCount}>
        {total === undefined ? (
          <Skeleton w={28} h={14} />
        ) : (
          new Intl.NumberFormat(i18n.language).format(total)
        )}
      </span>
    </Link>
  );
}

type TileProps = {
  collection: Collection;
  counts: Counts | undefined;
  isCharted: boolean;
  onChart: () => void;
};

function CollectionTile({ collection, counts, isCharted, onChart }: TileProps) {
  const { t } = useTranslation();
  const made = counts ? madeLately(counts) : 0;
  return (
    <li className={classes.tile} data-charted={isCharted || undefined}>
      <CollectionLink collection={collection} total={counts?.total} />
      {counts && counts.days.length > 0 ? (
        <button type="button" className={classes.tileChart} aria-pressed={isCharted} onClick={onChart}>
          <Sparkline days={counts.days} />
          <Text span size="xs" c="dimmed">
            {t("dashboard.newLately", { count: made })}
          </Text>
          <VisuallyHidden>{t("dashboard.chartOf", { label: collection.pluralLabel })}</VisuallyHidden>
        </button>
      ) : (
        <div className={classes.tileChart}>{!counts && <Skeleton h={24} />}</div>
      )}
    </li>
  );
}

/** The collection in which most was made: its chart says most. */
function liveliest(
  collections: Collection[],
  counts: Map<string, Counts> | undefined,
): Collection | undefined {
  const made = (collection: Collection) => {
    const known = counts?.get(collection.name);
    return known ? madeLately(known) : 0;
  };
  return collections.reduce<Collection | undefined>(
    (best, collection) => (best === undefined || made(collection) > made(best) ? collection : best),
    undefined,
  );
}
