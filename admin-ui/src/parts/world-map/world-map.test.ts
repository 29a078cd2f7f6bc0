import { expect, test } from "vitest";
import { clustersOf } from "./clusters.ts";
import { boxOf, placeUnder, screenSpot, viewOf, wholeWorld, zoomed } from "./map-view.ts";

const size = { width: 800, height: 500 };

test("a place on the screen is the place that was drawn there", () => {
  const view = { lat: 48, lng: 11, zoom: 20 };
  const spot = screenSpot({ lat: 52.5, lng: 13.4 }, view, size);
  const place = placeUnder(spot, view, size);
  expect(place.lat).toBeCloseTo(52.5, 6);
  expect(place.lng).toBeCloseTo(13.4, 6);
});

test("what is under the pointer stays there when it is zoomed", () => {
  const spot = { x: 200, y: 320 };
  const before = placeUnder(spot, wholeWorld, size);
  const after = placeUnder(spot, zoomed(wholeWorld, 3, size, spot), size);
  expect(after.lat).toBeCloseTo(before.lat, 6);
  expect(after.lng).toBeCloseTo(before.lng, 6);
});

test("the first view shows all points", () => {
  const places = [
    { lat: 40.7, lng: -74 },
    { lat: 35.7, lng: 139.7 },
    { lat: -33.9, lng: 18.4 },
  ];
  const view = viewOf(places, size);
  for (const place of places) {
    const { x, y } = screenSpot(place, view, size);
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(size.width);
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(size.height);
  }
});

test("points that are close are one mark until one looks closer", () => {
  const points = [
    { id: "1", label: "Berlin", lat: 52.52, lng: 13.4 },
    { id: "2", label: "Potsdam", lat: 52.4, lng: 13.06 },
    { id: "3", label: "Lagos", lat: 6.5, lng: 3.4 },
  ];
  const marks = (zoom: number) =>
    clustersOf(points, { lat: 52.5, lng: 13.2, zoom }, size).map((cluster) =>
      cluster.points.map((it) => it.id),
    );
  expect(marks(1)).toEqual([["1", "2"], ["3"]]);
  expect(marks(80)).toEqual([["1"], ["2"]]);
});

test("across the date line a point is drawn on the nearer side", () => {
  const fiji = { id: "1", label: "Fiji", lat: -17.7, lng: 178 };
  const [mark] = clustersOf([fiji], { lat: -17, lng: -175, zoom: 4 }, size);
  expect(mark?.x).toBeLessThan(size.width / 2);
  expect(mark?.x).toBeGreaterThan(0);
});

test("the poles are in the first view of all points", () => {
  const poles = [
    { lat: 90, lng: 0 },
    { lat: -90, lng: 0 },
  ];
  const view = viewOf(poles, { width: 1000, height: 660 });
  for (const pole of poles) {
    const { y } = screenSpot(pole, view, { width: 1000, height: 660 });
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(660);
  }
});

test("the first view of places beside the date line does not go round the world", () => {
  const places = [
    { lat: -17.7, lng: 178 },
    { lat: -13.8, lng: -171.8 },
  ];
  const view = viewOf(places, size);
  expect(view.zoom).toBeGreaterThan(10);
  expect(Math.abs(view.lng)).toBeGreaterThan(170);
});

test("the part that is seen may lie across the date line, and is none where all is seen", () => {
  const box = boxOf({ lat: 0, lng: 180, zoom: 10 }, size);
  expect(box?.minLng).toBeCloseTo(162, 5);
  expect(box?.maxLng).toBeCloseTo(-162, 5);
  expect(box?.minLat).toBeCloseTo(-(box?.maxLat ?? 0), 5);
  expect(boxOf({ lat: 0, lng: 0, zoom: 0.8 }, size)).toBeNull();
});

test("places all over the world are shown on a map as one knows it", () => {
  const [denver, berlin, tokyo] = [
    { lat: 39.7, lng: -105 },
    { lat: 52.5, lng: 13.4 },
    { lat: 35.7, lng: 139.7 },
  ];
  expect(viewOf([denver, berlin, tokyo], size).lng).toBeCloseTo(17.35, 1);
});
