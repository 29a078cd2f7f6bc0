import { Badge, Button } from "@mantine/core";
import { IconFilterOff, IconPlus, IconTable } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Collection } from "../model/model.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ErrorState } from "../parts/error-state.tsx";
import { lazyPart } from "../parts/lazy-part.ts";
import { Page } from "../parts/page.tsx";
import { PageLoading } from "../parts/page-loading.tsx";
import { Filters } from "./filter/filters.tsx";
import { Paging } from "./paging.tsx";
import { RecordTable } from "./table/record-table.tsx";
import { Toolbar } from "./toolbar.tsx";
import { type List, useList } from "./use-list.ts";
import { useRowActions } from "./use-row-actions.tsx";
import { ViewOpener } from "./views/view-opener.tsx";

const SelectionBar = lazyPart(() =>
  import("./bulk/selection-bar.tsx").then((file) => ({ default: file.SelectionBar })),
);
const CardGrid = lazyPart(() => import("./cards/card-grid.tsx").then((file) => ({ default: file.CardGrid })));
const RecordMap = lazyPart(() =>
  import("./map/record-map.tsx").then((file) => ({ default: file.RecordMap })),
);

/** The list of a collection: its tools, the records of a page, and the way to other pages. */
export function ListView({ collection }: { collection: Collection }) {
  const { t, i18n } = useTranslation();
  const list = useList(collection);
  const total = list.data?.total;
  return (
    <Page
      title={collection.pluralLabel}
      isFilling
      after={
        total !== undefined && (
          <Badge variant="default" fw={500}>
            {new Intl.NumberFormat(i18n.language).format(total)}
          </Badge>
        )
      }
      actions={
        collection.can.create !== "NONE" &&
        collection.api.create && (
          <Button
            size="xs"
            leftSection={<IconPlus size={14} />}
            renderRoot={(props) => (
              <Link to="/new/$collection" params={{ collection: collection.name }} {...props} />
            )}
          >
            {t("list.new")}
          </Button>
        )
      }
    >
      <ViewOpener list={list} />
      <Tools list={list} />
      <Filters list={list} />
      <Content list={list} />
    </Page>
  );
}

/** Those of the list, or of what is selected. They change places once those are loaded, so that nothing jumps. */
function Tools({ list }: { list: List }) {
  const tools = <Toolbar list={list} />;
  if (list.selection.isEmpty) return tools;
  return (
    <Suspense fallback={tools}>
      <SelectionBar list={list} />
    </Suspense>
  );
}

function Content({ list }: { list: List }) {
  const { query, data } = list;
  const actions = useRowActions(list);
  if (query.isError && !data) return <Broken list={list} error={query.error} />;
  if (data?.total === 0 && !query.isPlaceholderData) return <Nothing list={list} />;
  if (list.layout === "map")
    return (
      <Suspense fallback={<PageLoading />}>
        <RecordMap list={list} />
      </Suspense>
    );
  return (
    <>
      {list.layout === "cards" ? (
        <Suspense fallback={<PageLoading />}>
          <CardGrid list={list} />
        </Suspense>
      ) : (
        <RecordTable
          model={list.model}
          collection={list.collection}
          columns={list.columns}
          rows={list.rows}
          offset={list.offset}
          total={data?.total ?? 0}
          fresh={list.fresh}
          sort={list.sort}
          onSort={list.setSort}
          onColumns={list.setColumns}
          selection={list.selection}
          actions={actions}
          isBusy={query.isPlaceholderData}
          page={list.part}
        />
      )}
      <Paging list={list} />
    </>
  );
}

/** A filter or a cursor of an address may make no sense any more: then the whole list is a way out. */
function Broken({ list, error }: { list: List; error: unknown }) {
  const { t } = useTranslation();
  return (
    <>
      <ErrorState error={error} onRetry={() => void list.query.refetch()} />
      {(list.filter || list.address.place.kind !== "first") && (
        <Centered>
          <Button variant="subtle" onClick={() => list.go(unfiltered)}>
            {t("list.showAll")}
          </Button>
        </Centered>
      )}
    </>
  );
}

const unfiltered = { search: "", where: null, sort: [], place: { kind: "first" as const } };

function Nothing({ list }: { list: List }) {
  const { t } = useTranslation();
  const { collection, filter } = list;
  if (filter || list.layout === "map")
    return (
      <EmptyState
        icon={IconFilterOff}
        title={t(filter ? "list.noMatch" : "list.noPlaces")}
        hint={t(filter ? "list.noMatchHint" : "list.noPlacesHint")}
        action={
          <Button
            variant="default"
            onClick={() => list.go(filter ? { ...unfiltered, sort: list.address.sort } : { layout: "table" })}
          >
            {t(filter ? "list.clearFilters" : "list.toTable")}
          </Button>
        }
      />
    );
  const mayCreate = collection.can.create !== "NONE" && collection.api.create;
  return (
    <EmptyState
      icon={IconTable}
      title={t("list.empty", { collection: collection.pluralLabel })}
      hint={collection.description ?? undefined}
      action={
        mayCreate && (
          <Button
            leftSection={<IconPlus size={16} />}
            renderRoot={(props) => (
              <Link to="/new/$collection" params={{ collection: collection.name }} {...props} />
            )}
          >
            {t("list.newFirst", { collection: collection.label })}
          </Button>
        )
      }
    />
  );
}

function Centered({ children }: { children: ReactNode }) {
  return <div style={{ textAlign: "center" }}>{children}</div>;
}
