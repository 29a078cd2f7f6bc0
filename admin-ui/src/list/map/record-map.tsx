import { Anchor, Paper, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRecord } from "../../api/json-object.ts";
import type { Collection } from "../../model/model.ts";
import { recordTitle } from "../../model/record-title.ts";
import { type MapPoint, WorldMap } from "../../parts/world-map/world-map.tsx";
import type { Row } from "../columns/column-selection.ts";
import classes from "../list.module.css";
import { type List, mostOnMap, pointOf } from "../use-list.ts";
import { useMapPart } from "./use-map-part.ts";

/** The records at their places. */
export function RecordMap({ list }: { list: List }) {
  const { t, i18n } = useTranslation();
  const { collection, rows, data } = list;
  const [selected, setSelected] = useState<string | null>(null);
  const total = data?.total ?? 0;
  const part = useMapPart(list, total > mostOnMap);
  const home = useMemo(() => pointsOf(rows ?? [], collection), [rows, collection]);
  const seen = part.data?.rows;
  const points = useMemo(() => (seen ? pointsOf(seen, collection) : home), [seen, home, collection]);
  const number = new Intl.NumberFormat(i18n.language);
  const words = () => {
    const first = (all: number) =>
      t("list.firstOnMap", { shown: number.format(mostOnMap), total: number.format(all) });
    if (!part.data) return total > mostOnMap ? first(total) : t("list.onMap", { count: total });
    if (part.data.total > mostOnMap) return first(part.data.total);
    return t("list.onMapHere", { count: part.data.total, total: number.format(total) });
  };
  return (
    <Stack gap={0} className={classes.map}>
      <WorldMap
        key={home.length > 0 ? "placed" : "waiting"}
        label={t("list.mapOf", { collection: collection.pluralLabel })}
        height="100%"
        points={points}
        home={home}
        onViewChange={part.look}
        selected={selected}
        onSelect={(point) => setSelected(point.id === selected ? null : point.id)}
        renderSelected={(point) => (
          <Paper shadow="md" withBorder px="sm" py={6}>
            <Anchor
              fw={600}
              size="sm"
              renderRoot={(props) => (
                <Link
                  to="/content/$collection/$id"
                  params={{ collection: collection.name, id: point.id }}
                  {...props}
                />
              )}
            >
              {point.label}
            </Anchor>
            <Text size="xs" c="dimmed">
              {point.lat.toFixed(4)}, {point.lng.toFixed(4)}
            </Text>
          </Paper>
        )}
      />
      <Text size="sm" c="dimmed" py="sm">
        {words()}
      </Text>
    </Stack>
  );
}

function pointsOf(rows: Row[], collection: Collection): MapPoint[] {
  const field = pointOf(collection);
  return rows.flatMap((row) => {
    const place = field && row[field.name];
    if (!isRecord(place) || typeof place.lat !== "number" || typeof place.lng !== "number") return [];
    return [{ id: row.id, lat: place.lat, lng: place.lng, label: recordTitle(row, collection) }];
  });
}
