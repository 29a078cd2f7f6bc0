import {
  type LatLng,
  type MapView,
  pixelsPerUnit,
  type Size,
  type Spot,
  screenSpot,
  worldSize,
} from "./map-view.ts";

export type MapPoint = LatLng & { id: string; label: string };

/** Points that stand so close that they would cover each other, and where they are drawn. */
export type Cluster = Spot & { points: MapPoint[] };

/** How far apart marks must be to be told apart, in pixels. */
const reach = 30;

/** The points that are seen, those that are close to each other as one. The order of the points is kept. */
export function clustersOf(points: MapPoint[], view: MapView, size: Size): Cluster[] {
  const cells = new Map<string, Cluster[]>();
  const found: Cluster[] = [];
  // The world repeats to the east and west: each point is drawn where it is nearest to the middle.
  const round = pixelsPerUnit(view, size) * worldSize;
  for (const point of points) {
    const spot = screenSpot(point, view, size);
    const x = spot.x - Math.round((spot.x - size.width / 2) / round) * round;
    if (x < -reach || x > size.width + reach || spot.y < -reach || spot.y > size.height + reach) continue;
    const [column, row] = [Math.floor(x / reach), Math.floor(spot.y / reach)];
    const near = around(cells, column, row).find((it) => Math.hypot(it.x - x, it.y - spot.y) < reach);
    if (near) {
      near.points.push(point);
      continue;
    }
    const cluster = { x, y: spot.y, points: [point] };
    found.push(cluster);
    const key = `${column} ${row}`;
    cells.set(key, [...(cells.get(key) ?? []), cluster]);
  }
  return found;
}

function around(cells: Map<string, Cluster[]>, column: number, row: number): Cluster[] {
  return [-1, 0, 1].flatMap((down) =>
    [-1, 0, 1].flatMap((across) => cells.get(`${column + across} ${row + down}`) ?? []),
  );
}
