import { type KeyboardEvent, type PointerEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { centerOn, fitInto, pan, type Size, type Viewport, zoomAt } from "./viewport.ts";

const panStep = 60;
const zoomStep = 1.25;
/** A pointer that moves less than this has clicked. */
const clickRoom = 5;

/** Moves the view by mouse, touch and keyboard. `onClick` is told of what was clicked and not moved. */
export function useViewport(content: Size, onClick: (target: Element) => void) {
  const frame = useRef<SVGSVGElement>(null);
  const [view, setView] = useState<Viewport | null>(null);
  const [window, setWindow] = useState<Size>({ width: 1, height: 1 });
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const travelled = useRef(0);
  const shown = view ?? fitInto(content, window);

  const zoomBy = useEffectEvent((factor: number, point?: { x: number; y: number }) =>
    setView(zoomAt(shown, factor, point ?? { x: window.width / 2, y: window.height / 2 })),
  );

  useEffect(() => {
    const svg = frame.current;
    if (!svg) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWindow({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(svg);
    // React's own listener for wheels can't keep the page from scrolling.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const rect = svg.getBoundingClientRect();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      zoomBy(Math.exp((-event.deltaY * lines) / 500), {
        x: event.clientX - rect.left,
        y: event.clientY - rect.top,
      });
    };
    svg.addEventListener("wheel", wheel, { passive: false });
    return () => {
      observer.disconnect();
      svg.removeEventListener("wheel", wheel);
    };
  }, []);

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (pointers.current.size === 0) travelled.current = 0;
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };

  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    travelled.current += Math.hypot(now.x - before.x, now.y - before.y);
    // Only a drag holds on to the pointer: a click must reach what is under it.
    if (travelled.current > clickRoom) frame.current?.setPointerCapture(event.pointerId);
    const others = [...pointers.current].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    pointers.current.set(event.pointerId, now);
    const [other] = others;
    if (!other) return setView(pan(shown, now.x - before.x, now.y - before.y));
    const rect = frame.current?.getBoundingClientRect();
    const apart = Math.hypot(before.x - other.x, before.y - other.y) || 1;
    const factor = Math.hypot(now.x - other.x, now.y - other.y) / apart;
    const middle = {
      x: (now.x + other.x) / 2 - (rect?.left ?? 0),
      y: (now.y + other.y) / 2 - (rect?.top ?? 0),
    };
    setView(zoomAt(shown, factor, middle));
  };

  const onPointerUp = (event: PointerEvent) => {
    const wasDown = pointers.current.delete(event.pointerId);
    if (wasDown && travelled.current <= clickRoom && event.target instanceof Element) onClick(event.target);
  };

  const onPointerCancel = (event: PointerEvent) => void pointers.current.delete(event.pointerId);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = keys[event.key];
    if (!move) return;
    event.preventDefault();
    setView(move(shown, window, content));
  };

  return {
    frame,
    view: shown,
    zoomIn: () => zoomBy(zoomStep),
    zoomOut: () => zoomBy(1 / zoomStep),
    fitAll: () => setView(null),
    /** Moves to a box that can't be seen, such as one that the focus went to. */
    reveal: (box: Size & { x: number; y: number }) => {
      const left = shown.x + box.x * shown.scale;
      const top = shown.y + box.y * shown.scale;
      const isSeen =
        left >= 0 &&
        top >= 0 &&
        left + box.width * shown.scale <= window.width &&
        top + Math.min(box.height, 60) * shown.scale <= window.height;
      if (!isSeen && travelled.current === 0) setView(centerOn(box, shown, window));
    },
    /** Whether the size of the window is known yet. */
    isMeasured: window.width > 1,
    center: (box: Size & { x: number; y: number }) => setView(centerOn(box, shown, window)),
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onKeyDown },
  };
}

const keys: Record<string, (view: Viewport, window: Size, content: Size) => Viewport> = {
  ArrowLeft: (view) => pan(view, panStep, 0),
  ArrowRight: (view) => pan(view, -panStep, 0),
  ArrowUp: (view) => pan(view, 0, panStep),
  ArrowDown: (view) => pan(view, 0, -panStep),
  "+": (view, window) => zoomAt(view, zoomStep, { x: window.width / 2, y: window.height / 2 }),
  "=": (view, window) => zoomAt(view, zoomStep, { x: window.width / 2, y: window.height / 2 }),
  "-": (view, window) => zoomAt(view, 1 / zoomStep, { x: window.width / 2, y: window.height / 2 }),
  "0": (_, window, content) => fitInto(content, window),
};
