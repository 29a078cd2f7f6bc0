import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { type Box, boxOf, type MapView, type Size } from "../../parts/world-map/map-view.ts";
import { allOf } from "../quick-search.ts";
import { type List, mostOnMap, pointOf } from "../use-list.ts";
import { usePage } from "../use-page.ts";

const pauseMilliseconds = 300;

/**
 * The records in the part of the map that somebody looks at, for a map with more places than are drawn at once. Without
 * `data` while the whole world is seen.
 */
export function useMapPart(list: List, isWanted: boolean) {
  const [box, setBox] = useState<Box | null>(null);
  const look = useDebouncedCallback(
    (view: MapView, size: Size) => setBox(boxOf(view, size)),
    pauseMilliseconds,
  );
  const field = pointOf(list.collection);
  const isPart = isWanted && box !== null && field !== undefined;
  const where = isPart ? allOf(list.filter, { [field.name]: { within: { box } } }) : null;
  const variables = {
    ...(where ? { where } : {}),
    ...(list.orderBy ? { orderBy: list.orderBy } : {}),
    first: mostOnMap,
  };
  const { query } = usePage(list.collection, list.pageSelection, variables, {
    withViews: false,
    enabled: isPart,
  });
  return { data: isPart ? query.data : undefined, look };
}
