import { EmptyState, UnstyledButton } from "@mantine/core";
import classes from "./docs.module.css";
import type { DocsPage } from "./docs-page.ts";
import type { SearchHit } from "./docs-search.ts";

type SearchResultsProps = { hits: readonly SearchHit[]; onOpen: (page: DocsPage) => void };

export function SearchResults({ hits, onOpen }: SearchResultsProps) {
  if (hits.length === 0)
    return <EmptyState size="sm" title="Nothing found" description="Names are searched, in any case." />;
  return (
    <ul className={classes.hits} aria-label="Search results">
      {hits.map((hit) => (
        <li key={`${hit.within} ${hit.name}`}>
          <UnstyledButton className={classes.hit} onClick={() => onOpen(hit.page)}>
            <span className={hit.within === "" ? classes.typeName : classes.fieldName}>{hit.name}</span>
            <span className={classes.within}>{hit.within === "" ? "type" : `in ${hit.within}`}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
