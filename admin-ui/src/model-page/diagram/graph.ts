import type { Field, Model } from "../../model/model.ts";
import { sdlType } from "../types/field-words.ts";
import { ownFields } from "../types/type-index.ts";

/** How many records stand at an end of a relation. */
export type Count = "many" | "one" | "oneOrNone";

export type End = { type: string; field: string | null; count: Count };

/** A relation with both its ends, or (`uses`) a component that a type holds. */
export type Edge = { id: string; kind: "relation" | "uses"; from: End; to: End };

export type NodeField = { name: string; type: string; isLink: boolean };

export type GraphNode = {
  name: string;
  kind: "blocks" | "collection" | "component" | "singleton";
  group: string | null;
  fields: NodeField[];
  /** How many more fields there are than are drawn. */
  hidden: number;
};

export type Graph = { nodes: GraphNode[]; edges: Edge[] };

/** What is drawn: some groups or all, with components or without. `null` names those without a group. */
export type Choice = {
  groups: (string | null)[] | null;
  parts: boolean;
  /** Types that are about to go. */
  gone?: ReadonlySet<string>;
};

/** The most fields of a type that are drawn; links are always among them. */
const mostFields = 14;

export function modelGraph(model: Model, choice: Choice): Graph {
  const nodes: GraphNode[] = [];
  for (const collection of model.collections.values()) {
    const group = collection.group ?? null;
    if (choice.groups && !choice.groups.includes(group)) continue;
    const kind = collection.singleton ? "singleton" : "collection";
    nodes.push({ name: collection.name, kind, group, ...drawnFields(model, ownFields(collection.fields)) });
  }
  if (choice.parts) {
    for (const component of model.components.values())
      nodes.push({
        name: component.name,
        kind: "component",
        group: null,
        ...drawnFields(model, component.fields),
      });
    for (const blocks of model.blocks.values())
      nodes.push({ name: blocks.name, kind: "blocks", group: null, fields: [], hidden: 0 });
  }
  const edges = allEdges(model);
  const staying = nodes.filter((node) => !choice.gone?.has(node.name));
  const chosen = new Set(staying.map((node) => node.name));
  const drawn = edges.filter((edge) => chosen.has(edge.from.type) && chosen.has(edge.to.type));
  const linked = new Set(drawn.flatMap((edge) => [edge.from.type, edge.to.type]));
  return {
    // Built-in collections and components that nothing leads to say nothing.
    nodes: staying.filter((node) => linked.has(node.name) || isOwn(model, node)),
    edges: drawn,
  };
}

function isOwn(model: Model, node: GraphNode): boolean {
  const collection = model.collections.get(node.name);
  return collection !== undefined && !collection.builtIn;
}

function drawnFields(model: Model, fields: Field[]): Pick<GraphNode, "fields" | "hidden"> {
  const all = fields.map((field) => ({
    name: field.name,
    type: sdlType(field),
    isLink: field.kind !== "SCALAR" && field.kind !== "ENUM" && typeExists(model, field.type),
  }));
  if (all.length <= mostFields) return { fields: all, hidden: 0 };
  const links = all.filter((field) => field.isLink).slice(0, mostFields);
  const others = all.filter((field) => !field.isLink).slice(0, mostFields - links.length);
  const drawn = all.filter((field) => links.includes(field) || others.includes(field));
  return { fields: drawn, hidden: all.length - drawn.length };
}

function typeExists(model: Model, name: string): boolean {
  return model.collections.has(name) || model.components.has(name) || model.blocks.has(name);
}

/** Every relation once, whichever of its ends tells of it, and every use of a component. */
export function allEdges(model: Model): Edge[] {
  const edges: Edge[] = [];
  for (const collection of model.collections.values())
    for (const field of ownFields(collection.fields)) {
      const { relation } = field;
      if (relation && relation.storage !== "INVERSE" && relation.storage !== "JOIN_INVERSE")
        edges.push(relationEdge(model, collection.name, field, relation));
      else if (!relation) edges.push(...usesEdge(model, collection.name, field));
    }
  for (const component of model.components.values())
    for (const field of component.fields)
      if (field.relation) edges.push(relationEdge(model, component.name, field, field.relation));
      else edges.push(...usesEdge(model, component.name, field));
  for (const blocks of model.blocks.values())
    for (const { component } of blocks.members)
      edges.push({
        id: `${blocks.name}|${component}`,
        kind: "uses",
        from: { type: blocks.name, field: null, count: "one" },
        to: { type: component, field: null, count: "one" },
      });
  return edges;
}

function relationEdge(
  model: Model,
  owner: string,
  field: Field,
  relation: NonNullable<Field["relation"]>,
): Edge {
  const far = relation.inverse
    ? model.collections.get(relation.target)?.fields.find(({ name }) => name === relation.inverse)
    : undefined;
  const isAlone = !field.list && field.unique;
  return {
    id: `${owner}.${field.name}`,
    kind: "relation",
    from: { type: owner, field: field.name, count: isAlone ? "oneOrNone" : "many" },
    to: {
      type: relation.target,
      field: far?.name ?? null,
      count: field.list ? "many" : field.required ? "one" : "oneOrNone",
    },
  };
}

function usesEdge(model: Model, owner: string, field: Field): Edge[] {
  if (!model.components.has(field.type) && !model.blocks.has(field.type)) return [];
  const count = field.list ? "many" : field.required ? "one" : "oneOrNone";
  const from: End = { type: owner, field: field.name, count: "one" };
  return [{ id: `${owner}.${field.name}`, kind: "uses", from, to: { type: field.type, field: null, count } }];
}

/** The types that a relation connects with this one, itself included. */
export function neighboursOf(graph: Graph, name: string): Set<string> {
  const near = graph.edges.filter((edge) => edge.from.type === name || edge.to.type === name);
  return new Set([name, ...near.flatMap((edge) => [edge.from.type, edge.to.type])]);
}
