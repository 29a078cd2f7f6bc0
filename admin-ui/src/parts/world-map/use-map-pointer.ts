import { type PointerEvent, useEffect, useRef, useState } from "react";
import { type MapView, panned, type Size, type Spot, zoomed } from "./map-view.ts";

type Options = {
  view: MapView;
  size: Size;
  onChange: (view: MapView) => void;
  onClick: ((spot: Spot) => void) | undefined;
};

/** How far a finger may slip and still click, in pixels. */
const slip = 5;

/** Dragging, pinching and turning the wheel over a map. */
export function useMapPointer(options: Options) {
  const latest = useRef(options);
  latest.current = options;
  const [element, ref] = useState<HTMLElement | null>(null);
  const pointers = useRef(new Map<number, Spot>());
  const travelled = useRef(0);

  // React listens to wheels passively, and then the page would scroll under the map.
  useEffect(() => {
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { view, size, onChange } = latest.current;
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
      onChange(zoomed(view, Math.exp((-event.deltaY * lines) / 400), size, spotOf(event, element)));
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [element]);

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, spotOf(event, event.currentTarget));
    if (pointers.current.size === 1) travelled.current = 0;
  };

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const now = spotOf(event, event.currentTarget);
    const { view, size, onChange } = latest.current;
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    travelled.current += distance(before, now);
    if (other) {
      const factor = distance(other, now) / Math.max(distance(other, before), 1);
      onChange(zoomed(view, factor, size, { x: (other.x + now.x) / 2, y: (other.y + now.y) / 2 }));
    } else if (travelled.current > slip) {
      onChange(panned(view, { x: now.x - before.x, y: now.y - before.y }, size));
    }
  };

  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const isLast = pointers.current.delete(event.pointerId) && pointers.current.size === 0;
    if (isLast && travelled.current <= slip && event.type === "pointerup")
      latest.current.onClick?.(spotOf(event, event.currentTarget));
  };

  return {
    ref,
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp },
  };
}

function spotOf(event: { clientX: number; clientY: number }, element: Element): Spot {
  const box = element.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function distance(one: Spot, other: Spot): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
