import {
  ActionIcon,
  Anchor,
  Breadcrumbs,
  CloseButton,
  EmptyState,
  ScrollArea,
  Text,
  TextInput,
} from "@mantine/core";
import { IconArrowLeft, IconSearch } from "@tabler/icons-react";
import { type GraphQLSchema, isInterfaceType, isObjectType } from "graphql";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Example } from "../example-operation.ts";
import classes from "./docs.module.css";
import { type DocsPage, overview, pageKey, pageTitle, visit } from "./docs-page.ts";
import { searchSchema } from "./docs-search.ts";
import { FieldPage } from "./field-page.tsx";
import { SchemaOverview } from "./schema-overview.tsx";
import { SearchResults } from "./search-results.tsx";
import { TypePage } from "./type-page.tsx";

type DocsPaneProps = {
  schema: GraphQLSchema;
  /** The pages that were walked through; the last one is shown. */
  trail: readonly DocsPage[];
  onTrail: (trail: DocsPage[]) => void;
  onTry: (example: Example) => void;
};

/** The API's reference: search, or walk from the root fields along the types. */
export function DocsPane({ schema, trail, onTrail, onTry }: DocsPaneProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search);
  const hits = useMemo(() => searchSchema(schema, wanted), [schema, wanted]);
  const open = (page: DocsPage) => {
    setSearch("");
    onTrail(visit(trail, page));
  };
  const page = trail.at(-1) ?? overview;

  return (
    <>
      <div className={classes.search}>
        <TextInput
          size="xs"
          type="search"
          aria-label={t("explorer.searchApi")}
          placeholder={t("explorer.searchApiHint")}
          leftSection={<IconSearch size={14} />}
          rightSection={
            search && (
              <CloseButton size="xs" aria-label={t("explorer.clearSearch")} onClick={() => setSearch("")} />
            )
          }
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      {search === "" && trail.length > 1 && <Trail trail={trail} onTrail={onTrail} />}
      <ScrollArea className={classes.scroll} type="auto">
        <div className={classes.content}>
          {search === "" ? (
            <Page schema={schema} page={page} onOpen={open} onTry={onTry} />
          ) : (
            <SearchResults hits={hits} onOpen={open} />
          )}
        </div>
      </ScrollArea>
    </>
  );
}

function Trail({ trail, onTrail }: Pick<DocsPaneProps, "trail" | "onTrail">) {
  const { t } = useTranslation();
  const back = () => onTrail(trail.slice(0, -1));
  return (
    <div className={classes.trail}>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("common.back")} onClick={back}>
        <IconArrowLeft size={15} />
      </ActionIcon>
      <Breadcrumbs separator="/" separatorMargin={5} className={classes.crumbs}>
        {trail.slice(0, -1).map((page, index) => (
          <Anchor
            key={pageKey(page)}
            component="button"
            size="xs"
            onClick={() => onTrail(trail.slice(0, index + 1))}
          >
            {pageTitle(page)}
          </Anchor>
        ))}
        <Text size="xs">{pageTitle(trail.at(-1) ?? overview)}</Text>
      </Breadcrumbs>
    </div>
  );
}

type PageProps = {
  schema: GraphQLSchema;
  page: DocsPage;
  onOpen: (page: DocsPage) => void;
  onTry: (example: Example) => void;
};

function Page({ schema, page, onOpen, onTry }: PageProps) {
  const { t } = useTranslation();
  if (page.kind === "overview") return <SchemaOverview schema={schema} onOpen={onOpen} />;
  const type = schema.getType(page.type);
  if (type && page.kind === "type") return <TypePage schema={schema} type={type} onOpen={onOpen} />;
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[pageField(page)] : undefined;
  if (type && field)
    return <FieldPage schema={schema} parent={type} field={field} onOpen={onOpen} onTry={onTry} />;
  return (
    <EmptyState
      size="sm"
      title={t("explorer.gone")}
      description={t("explorer.goneHint", { what: pageKey(page) })}
    />
  );
}

function pageField(page: DocsPage): string {
  return page.kind === "field" ? page.field : "";
}
