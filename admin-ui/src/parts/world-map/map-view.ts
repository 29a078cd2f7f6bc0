/** A place on earth, in degrees. */
export type LatLng = { lat: number; lng: number };

/** What of the world is seen: its middle, and how many times larger than the whole world it is drawn. */
export type MapView = LatLng & { zoom: number };

export const wholeWorld: MapView = { lat: 25, lng: 10, zoom: 1 };

/** So small the world is drawn at most: both poles are seen on a screen that is twice as wide as high. */
export const farthestZoom = 0.4;

/** The closest view: about a city. */
export const closestZoom = 4000;

/** The world as a square of this many units, as Mercator draws it. */
export const worldSize = 1024;

/** Beyond it Mercator has no end. */
const mostLat = 83;

export type Size = { width: number; height: number };
export type Spot = { x: number; y: number };

/** A place in units of the world. */
export function worldSpot({ lat, lng }: LatLng): Spot {
  const bounded = Math.max(-85.05, Math.min(85.05, lat));
  const sine = Math.sin((bounded * Math.PI) / 180);
  return {
    x: ((lng + 180) / 360) * worldSize,
    y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * worldSize,
  };
}

/** The place of a spot in units of the world. */
export function placeAt({ x, y }: Spot): LatLng {
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / worldSize))) * 180) / Math.PI;
  return { lat, lng: wrap((x / worldSize) * 360 - 180) };
}

/** How many pixels a unit of the world is: at zoom 1 the world is as wide as the map. */
export function pixelsPerUnit(view: MapView, size: Size): number {
  return (Math.max(size.width, 1) / worldSize) * view.zoom;
}

/** Where a place is on the screen. */
export function screenSpot(place: LatLng, view: MapView, size: Size): Spot {
  const scale = pixelsPerUnit(view, size);
  const at = worldSpot(place);
  const middle = worldSpot(view);
  return { x: (at.x - middle.x) * scale + size.width / 2, y: (at.y - middle.y) * scale + size.height / 2 };
}

/** The place under a spot of the screen. */
export function placeUnder(spot: Spot, view: MapView, size: Size): LatLng {
  const scale = pixelsPerUnit(view, size);
  const middle = worldSpot(view);
  return placeAt({
    x: (spot.x - size.width / 2) / scale + middle.x,
    y: (spot.y - size.height / 2) / scale + middle.y,
  });
}

/** A part of the world. It lies across the date line where its west is greater than its east. */
export type Box = { minLat: number; minLng: number; maxLat: number; maxLng: number };

/** The part that is seen; null where it is the world from east to west. */
export function boxOf(view: MapView, size: Size): Box | null {
  if (pixelsPerUnit(view, size) * worldSize <= size.width) return null;
  const [west, east] = [
    placeUnder({ x: 0, y: 0 }, view, size),
    placeUnder({ x: size.width, y: size.height }, view, size),
  ];
  return { minLat: east.lat, minLng: west.lng, maxLat: west.lat, maxLng: east.lng };
}

/** Moves what is seen by pixels. */
export function panned(view: MapView, by: Spot, size: Size): MapView {
  const to = placeUnder({ x: size.width / 2 - by.x, y: size.height / 2 - by.y }, view, size);
  return boundedView({ ...to, zoom: view.zoom });
}

/** Draws the world `factor` times larger, and what is under the spot stays there. */
export function zoomed(view: MapView, factor: number, size: Size, spot: Spot = middleOf(size)): MapView {
  const before = placeUnder(spot, view, size);
  const larger = boundedView({ ...view, zoom: view.zoom * factor });
  const after = screenSpot(before, larger, size);
  return panned(larger, { x: spot.x - after.x, y: spot.y - after.y }, size);
}

/** The view that shows all places, with some room around them. */
export function viewOf(places: LatLng[], size: Size): MapView {
  if (places.length === 0) return wholeWorld;
  const spots = places.map(worldSpot);
  const ys = spots.map((spot) => spot.y);
  const [top, bottom] = [least(ys), most(ys)];
  const [left, right] = narrowest(spots.map((spot) => spot.x));
  const room = 0.75;
  const across = ((size.width * room) / Math.max(right - left, 0.01)) * (worldSize / size.width);
  const down = ((size.height * room) / Math.max(bottom - top, 0.01)) * (worldSize / size.width);
  // One place alone is shown with the country around it.
  const zoom = Math.min(across, down, places.length === 1 ? 12 : 60);
  return boundedView({ ...placeAt({ x: (left + right) / 2, y: (top + bottom) / 2 }), zoom });
}

/**
 * The part of the world that holds all of them. What lies beside the date line is no world apart; but only half of the
 * world is shown from behind it, for maps of more are expected to begin there.
 */
function narrowest(xs: number[]): [number, number] {
  const sorted = xs.toSorted((one, other) => one - other);
  const [first = 0] = sorted;
  const last = sorted.at(-1) ?? first;
  let found: [number, number] = [first, last];
  sorted.forEach((x, index) => {
    const next = sorted[index + 1];
    const shortest = Math.min(found[1] - found[0], worldSize / 2);
    const isShorter = next !== undefined && x + worldSize - next < shortest;
    if (isShorter) found = [next, x + worldSize];
  });
  return found;
}

function boundedView(view: MapView): MapView {
  return {
    lat: Math.max(-mostLat, Math.min(mostLat, view.lat)),
    lng: wrap(view.lng),
    zoom: Math.max(farthestZoom, Math.min(closestZoom, view.zoom)),
  };
}

function middleOf(size: Size): Spot {
  return { x: size.width / 2, y: size.height / 2 };
}

function wrap(lng: number): number {
  return ((((lng + 180) % 360) + 360) % 360) - 180;
}

function least(numbers: number[]): number {
  return numbers.reduce((found, it) => Math.min(found, it), Number.POSITIVE_INFINITY);
}

function most(numbers: number[]): number {
  return numbers.reduce((found, it) => Math.max(found, it), Number.NEGATIVE_INFINITY);
}
