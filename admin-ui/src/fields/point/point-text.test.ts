import { expect, test } from "vitest";
import { placeOf, placeWords, readDegrees, readPlace } from "./point-text.ts";

test.each([
  ["52.5, 13.4", 52.5, 13.4],
  ["52.5 13.4", 52.5, 13.4],
  ["-33.9;151.2", -33.9, 151.2],
  ["33.9° S, 151.2° E", -33.9, 151.2],
  ["\u221233.9 -70", -33.9, -70],
  ["https://www.openstreetmap.org/#map=12/52.5170/13.3889", 52.517, 13.3889],
  ["https://maps.example.org/@52.5170,13.3889,12z", 52.517, 13.3889],
])("%s is a place", (text, lat, lng) => {
  expect(readPlace(text)).toEqual({ lat, lng });
});

test.each(["", "52.5", "91, 0", "0, 181", "52,5, 13,4", "a, b", "1, 2, 3"])("%s is none", (text) => {
  expect(readPlace(text)).toBeNull();
});

test("degrees are within their limits", () => {
  expect(readDegrees("90", 90)).toBe(90);
  expect(readDegrees("90.1", 90)).toBeNull();
  expect(readDegrees("13.4 W", 180)).toBe(-13.4);
  expect(readDegrees("13.4 W", 90)).toBeNull();
});

test("values are shown as they are read", () => {
  expect(placeOf({ lat: 1, lng: 2 })).toEqual({ lat: 1, lng: 2 });
  expect(placeOf({ lat: 1 })).toBeNull();
  expect(readPlace(placeWords({ lat: -1.5, lng: 2 }))).toEqual({ lat: -1.5, lng: 2 });
});
