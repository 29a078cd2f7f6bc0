/** What part of the diagram is seen: a point of it is drawn at `x + point * scale`. */
export type Viewport = { x: number; y: number; scale: number };
export type Size = { width: number; height: number };

const leastScale = 0.05;
const mostScale = 2.5;

/** Everything, in the middle, and no larger than it is. */
export function fitInto(content: Size, window: Size, margin = 24): Viewport {
  const room = { width: window.width - 2 * margin, height: window.height - 2 * margin };
  const scale = clamp(Math.min(room.width / content.width, room.height / content.height, 1));
  return {
    scale,
    x: (window.width - content.width * scale) / 2,
    y: (window.height - content.height * scale) / 2,
  };
}

/** Larger or smaller; what is at the point stays there. */
export function zoomAt(view: Viewport, factor: number, point: { x: number; y: number }): Viewport {
  const scale = clamp(view.scale * factor);
  const ratio = scale / view.scale;
  return { scale, x: point.x - (point.x - view.x) * ratio, y: point.y - (point.y - view.y) * ratio };
}

export function pan(view: Viewport, dx: number, dy: number): Viewport {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** Brings a box into the middle, at a size at which it can be read. */
export function centerOn(box: Size & { x: number; y: number }, view: Viewport, window: Size): Viewport {
  const scale = Math.max(view.scale, 0.8);
  return {
    scale,
    x: window.width / 2 - (box.x + box.width / 2) * scale,
    y: window.height / 2 - (box.y + box.height / 2) * scale,
  };
}

function clamp(scale: number): number {
  return Math.min(mostScale, Math.max(leastScale, scale));
}
