import type { Count, Edge } from "./graph.ts";
import { type Box, headHeight, type Layout, type Placed, rowHeight } from "./layout.ts";

export type Curve = { edge: Edge; path: string; marks: string[] };

type Anchor = { x: number; y: number; side: -1 | 1 };

/** The lines between the types, from row to row, with crow's feet at their ends. */
export function curvesOf(layout: Layout): Curve[] {
  return layout.edges.flatMap((edge) => {
    const from = layout.placed.get(edge.from.type);
    const to = layout.placed.get(edge.to.type);
    if (!from || !to) return [];
    const [start, end] = anchors(edge, from, to);
    const reach = Math.max(40, Math.min(140, Math.abs(end.x - start.x) / 2));
    const path = [
      `M${at(start.x, start.y)}`,
      `L${at(start.x + start.side * stub, start.y)}`,
      `C${at(start.x + start.side * (stub + reach), start.y)}`,
      at(end.x + end.side * (stub + reach), end.y),
      at(end.x + end.side * stub, end.y),
      `L${at(end.x, end.y)}`,
    ].join(" ");
    const marks = [...countMarks(start, edge.from.count), ...countMarks(end, edge.to.count)];
    return [{ edge, path, marks: edge.kind === "relation" ? marks : [] }];
  });
}

/** How far lines go straight away from a type: crow's feet stand there. */
const stub = 16;

function anchors(edge: Edge, from: Placed, to: Placed): [Anchor, Anchor] {
  const [startY, endY] = [rowY(from, edge.from.field), rowY(to, edge.to.field)];
  if (from === to || overlap(from.box, to.box)) {
    const right = Math.max(from.box.x + from.box.width, to.box.x + to.box.width);
    const isBeside = from !== to;
    return [
      { x: isBeside ? from.box.x + from.box.width : right, y: startY, side: 1 },
      { x: isBeside ? to.box.x + to.box.width : right, y: endY === startY ? endY + 10 : endY, side: 1 },
    ];
  }
  const isLeftOf = from.box.x + from.box.width <= to.box.x;
  return isLeftOf
    ? [
        { x: from.box.x + from.box.width, y: startY, side: 1 },
        { x: to.box.x, y: endY, side: -1 },
      ]
    : [
        { x: from.box.x, y: startY, side: -1 },
        { x: to.box.x + to.box.width, y: endY, side: 1 },
      ];
}

function overlap(one: Box, other: Box): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width;
}

/** The middle of a field's row, or of the head. */
function rowY({ node, box }: Placed, field: string | null): number {
  const index = node.fields.findIndex(({ name }) => name === field);
  return index < 0 ? box.y + headHeight / 2 : box.y + headHeight + index * rowHeight + rowHeight / 2 + 4;
}

function countMarks({ x, y, side }: Anchor, count: Count): string[] {
  const out = (distance: number) => x + side * distance;
  const bar = (distance: number) => `M${at(out(distance), y - 5)} V${round(y + 5)}`;
  if (count === "many") return [`M${at(x, y - 5)} L${at(out(10), y)} L${at(x, y + 5)}`];
  if (count === "one") return [bar(6), bar(10)];
  return [
    bar(5),
    `M${at(out(8), y)} a3,3 0 1,${side > 0 ? 1 : 0} ${side * 6},0 a3,3 0 1,${side > 0 ? 1 : 0} ${side * -6},0`,
  ];
}

function at(x: number, y: number): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
