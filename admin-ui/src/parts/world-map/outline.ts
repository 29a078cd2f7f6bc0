import { type GeoPermissibleObjects, geoMercator, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { worldSize } from "./map-view.ts";

/** The land and the borders within it, as paths in units of the world. */
export type Outline = { land: string; borders: string };

const projection = geoMercator()
  .scale(worldSize / (2 * Math.PI))
  .translate([worldSize / 2, worldSize / 2])
  .precision(0.05);

/** Coarse for the whole world; fine for what is looked at closely. Each is fetched when it is wanted. */
export async function loadOutline(detail: "coarse" | "fine"): Promise<Outline> {
  const file =
    detail === "coarse"
      ? await import("world-atlas/countries-110m.json")
      : await import("world-atlas/countries-50m.json");
  const world = (file.default ?? file) as unknown as Topology<{
    countries: GeometryCollection;
    land: GeometryCollection;
  }>;
  return {
    land: pathOf(feature(world, world.objects.land), detail),
    borders: pathOf(
      mesh(world, world.objects.countries, (one, other) => one !== other),
      detail,
    ),
  };
}

function pathOf(shape: GeoPermissibleObjects, detail: "coarse" | "fine"): string {
  return geoPath(projection).digits(detail === "coarse" ? 2 : 4)(shape) ?? "";
}
