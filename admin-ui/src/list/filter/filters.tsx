import { Suspense } from "react";
import { lazyPart } from "../../parts/lazy-part.ts";
import type { List } from "../use-list.ts";
import classes from "./filter.module.css";

const FilterPanel = lazyPart(() =>
  import("./filter-panel.tsx").then((file) => ({ default: file.FilterPanel })),
);
const FilterChips = lazyPart(() =>
  import("./filter-chips.tsx").then((file) => ({ default: file.FilterChips })),
);

/** The filter: as chips that can be taken away, or opened to be built. A list that is not filtered loads neither. */
export function Filters({ list }: { list: List }) {
  if (list.isFilterOpen)
    return (
      <Suspense>
        <FilterPanel list={list} />
      </Suspense>
    );
  if (!list.address.where) return null;
  return (
    <Suspense fallback={<div className={classes.chipsPlace} />}>
      <FilterChips list={list} where={list.address.where} />
    </Suspense>
  );
}
