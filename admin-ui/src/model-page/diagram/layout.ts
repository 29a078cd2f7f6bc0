import dagre from "@dagrejs/dagre";
import type { Edge, Graph, GraphNode } from "./graph.ts";

export type Box = { x: number; y: number; width: number; height: number };
export type Placed = { node: GraphNode; box: Box };
export type Layout = { placed: Map<string, Placed>; edges: Edge[]; width: number; height: number };

export const headHeight = 32;
export const rowHeight = 20;
const padding = 8;
/** How wide a character is, in the fonts that the diagram is drawn with. */
const monoWidth = 6.7;
const titleWidth = 8;
const gap = 48;

export function sizeOf(node: GraphNode): { width: number; height: number } {
  const rows = node.fields.length + (node.hidden > 0 ? 1 : 0);
  const longest = Math.max(0, ...node.fields.map((field) => field.name.length + field.type.length + 3));
  const width = Math.max(120, longest * monoWidth + 24, node.name.length * titleWidth + 30);
  return {
    width: Math.min(Math.ceil(width), 380),
    height: headHeight + rows * rowHeight + (rows > 0 ? padding : 0),
  };
}

/**
 * Places the types: those that hang together by dagre, each such island on its own, and the islands in rows, so that
 * the whole is about as wide and high as a screen.
 */
export function layoutGraph(graph: Graph): Layout {
  const islands = islandsOf(graph).map(layoutIsland);
  const area = islands.reduce((sum, island) => sum + (island.width + gap) * (island.height + gap), 0);
  const rowWidth = Math.max(Math.sqrt(area * 1.9), ...islands.map((island) => island.width * 1.15));
  const placed = new Map<string, Placed>();
  let [x, y, lowest, widest] = [0, 0, 0, 0];
  for (const island of islands.sort((one, other) => other.height - one.height)) {
    if (x > 0 && x + island.width > rowWidth) [x, y] = [0, lowest + gap];
    for (const [name, { node, box }] of island.placed)
      placed.set(name, { node, box: { ...box, x: box.x + x, y: box.y + y } });
    lowest = Math.max(lowest, y + island.height);
    widest = Math.max(widest, x + island.width);
    x += island.width + gap;
  }
  return { placed, edges: graph.edges, width: widest, height: lowest };
}

/** Types that relations connect, over however many steps. */
function islandsOf(graph: Graph): Graph[] {
  const islandOf = new Map(graph.nodes.map((node) => [node.name, node.name]));
  const root = (name: string): string => {
    const up = islandOf.get(name);
    return up === undefined || up === name ? name : root(up);
  };
  for (const edge of graph.edges) islandOf.set(root(edge.from.type), root(edge.to.type));
  const islands = new Map<string, Graph>();
  for (const node of graph.nodes) {
    const island = islands.get(root(node.name)) ?? { nodes: [], edges: [] };
    island.nodes.push(node);
    islands.set(root(node.name), island);
  }
  for (const edge of graph.edges) islands.get(root(edge.from.type))?.edges.push(edge);
  return [...islands.values()];
}

type Island = { placed: Map<string, Placed>; width: number; height: number };

function layoutIsland(graph: Graph): Island {
  const drawn = new dagre.graphlib.Graph({ multigraph: true });
  drawn.setGraph({ rankdir: "LR", nodesep: 28, ranksep: 90, ranker: "network-simplex" });
  drawn.setDefaultEdgeLabel(() => ({}));
  for (const node of graph.nodes) drawn.setNode(node.name, sizeOf(node));
  for (const edge of graph.edges)
    if (edge.from.type !== edge.to.type) drawn.setEdge(edge.from.type, edge.to.type, {}, edge.id);
  dagre.layout(drawn);
  const columns = new Map<number, Placed[]>();
  for (const node of graph.nodes) {
    const { x, y, width, height } = drawn.node(node.name);
    const column = columns.get(x) ?? [];
    column.push({ node, box: { x: x - width / 2, y: y - height / 2, width, height } });
    columns.set(x, column);
  }
  return foldColumns([...columns].sort(([one], [other]) => one - other).map(([, column]) => column));
}

/** Columns that are much higher than the whole is wide go on beside themselves. */
function foldColumns(columns: Placed[][]): Island {
  const area = columns.flat().reduce((sum, { box }) => sum + (box.width + 90) * (box.height + 28), 0);
  const mostHeight = Math.max(Math.sqrt(area / 1.5), 600, ...columns.flat().map(({ box }) => box.height));
  const folded = columns.flatMap((column) => foldColumn(column, mostHeight));
  const placed = new Map<string, Placed>();
  const heights = folded.map(heightOf);
  const height = Math.max(...heights);
  const isAsPlaced = columns.length === folded.length;
  let x = 0;
  folded.forEach((column, index) => {
    const width = Math.max(...column.map(({ box }) => box.width));
    // Where nothing was folded, everything stays where dagre put it; else columns stand in the middle.
    let y = (height - (heights[index] ?? 0)) / 2;
    for (const { node, box } of column) {
      const at = isAsPlaced ? box.y : y;
      placed.set(node.name, { node, box: { ...box, x: x + (width - box.width) / 2, y: at } });
      y += box.height + 28;
    }
    x += width + 90;
  });
  const boxes = [...placed.values()].map(({ box }) => box);
  const top = Math.min(...boxes.map((box) => box.y));
  for (const [name, { node, box }] of placed) placed.set(name, { node, box: { ...box, y: box.y - top } });
  return {
    placed,
    width: Math.max(...boxes.map((box) => box.x + box.width)),
    height: Math.max(...boxes.map((box) => box.y + box.height)) - top,
  };
}

function foldColumn(column: Placed[], mostHeight: number): Placed[][] {
  const inOrder = [...column].sort((one, other) => one.box.y - other.box.y);
  const parts = Math.ceil(heightOf(inOrder) / (mostHeight * 1.25));
  if (parts <= 1) return [inOrder];
  const each = heightOf(inOrder) / parts;
  const folded: Placed[][] = [[]];
  for (const placed of inOrder) {
    const last = folded.at(-1) ?? [];
    if (last.length > 0 && heightOf([...last, placed]) > each * 1.08) folded.push([placed]);
    else last.push(placed);
  }
  return folded;
}

function heightOf(column: Placed[]): number {
  return column.reduce((sum, { box }) => sum + box.height + 28, -28);
}
