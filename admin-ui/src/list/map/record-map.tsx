import { Anchor, Paper, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRecord } from "../../api/json-object.ts";
import { recordTitle } from "../../model/record-title.ts";
import { type MapPoint, WorldMap } from "../../parts/world-map/world-map.tsx";
import classes from "../list.module.css";
import { type List, mostOnMap, pointOf } from "../use-list.ts";

/** The records at their places. */
export function RecordMap({ list }: { list: List }) {
  const { t, i18n } = useTranslation();
  const { collection, rows, data } = list;
  const [selected, setSelected] = useState<string | null>(null);
  const field = pointOf(collection);
  const points = useMemo(
    () =>
      (rows ?? []).flatMap((row): MapPoint[] => {
        const place = field && row[field.name];
        if (!isRecord(place) || typeof place.lat !== "number" || typeof place.lng !== "number") return [];
        return [{ id: row.id, lat: place.lat, lng: place.lng, label: recordTitle(row, collection) }];
      }),
    [rows, field, collection],
  );
  const number = new Intl.NumberFormat(i18n.language);
  const total = data?.total ?? 0;
  return (
    <Stack gap={0} className={classes.map}>
      <WorldMap
        key={points.length > 0 ? "placed" : "waiting"}
        label={t("list.mapOf", { collection: collection.pluralLabel })}
        height="100%"
        points={points}
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
        {total > mostOnMap
          ? t("list.firstOnMap", { shown: number.format(mostOnMap), total: number.format(total) })
          : t("list.onMap", { count: total })}
      </Text>
    </Stack>
  );
}
