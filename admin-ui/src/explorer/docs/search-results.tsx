import { EmptyState, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./docs.module.css";
import type { DocsPage } from "./docs-page.ts";
import type { SearchHit } from "./docs-search.ts";

type SearchResultsProps = { hits: readonly SearchHit[]; onOpen: (page: DocsPage) => void };

export function SearchResults({ hits, onOpen }: SearchResultsProps) {
  const { t } = useTranslation();
  if (hits.length === 0)
    return <EmptyState size="sm" title={t("palette.nothing")} description={t("explorer.nothingHint")} />;
  return (
    <ul className={classes.hits} aria-label={t("explorer.hits")}>
      {hits.map((hit) => (
        <li key={`${hit.within} ${hit.name}`}>
          <UnstyledButton className={classes.hit} onClick={() => onOpen(hit.page)}>
            <span className={hit.within === "" ? classes.typeName : classes.fieldName}>{hit.name}</span>
            <span className={classes.within}>
              {hit.within === "" ? t("explorer.hitType") : t("explorer.hitIn", { type: hit.within })}
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
