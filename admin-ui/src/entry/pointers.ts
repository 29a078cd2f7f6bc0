import { isRecord } from "../api/json-object.ts";
import { type ContentOperation, contentOperation } from "../api/operation.ts";
import { type Collection, type Field, fieldsOf, type Model } from "../model/model.ts";

type Filter = Record<string, unknown>;

/** Where records of a collection may point to a record: with a field, or deep inside of one. */
export type Pointer = {
  collection: Collection;
  field: Field;
  /** The records that do. */
  where: Filter;
  /** What becomes of them when it is deleted. */
  onDelete: string;
};

/** A component may hold others of its own type; what stands deeper than this is not looked for. */
const deepest = 4;

/** Every place of the model, as far as it may be looked at, where something may point to the record. */
export function pointersTo(target: string, id: string, model: Model): Pointer[] {
  return [...model.collections.values()].flatMap((collection) => {
    if (collection.can.read === "NONE" || !(collection.api.aggregate || collection.singleton)) return [];
    return collection.fields.flatMap((field): Pointer[] => {
      const found = linksIn(field, target, id, model, 0);
      const [first] = found;
      if (!first || field.builtIn) return [];
      const where = found.length === 1 ? first.where : { or: found.map((link) => link.where) };
      return [{ collection, field, where, onDelete: strictest(found.map((link) => link.onDelete)) }];
    });
  });
}

type Link = { where: Filter; onDelete: string };

function linksIn(field: Field, target: string, id: string, model: Model, depth: number): Link[] {
  // What is readable in some records only can't be filtered by.
  if (field.can.read !== "ALL" || depth > deepest) return [];
  const within = (inner: Filter): Filter => ({ [field.name]: field.list ? { some: inner } : inner });
  switch (field.kind) {
    case "RELATION": {
      const { relation } = field;
      const pointsItself = relation?.storage !== "INVERSE" && relation?.storage !== "JOIN_INVERSE";
      if (!relation || relation.target !== target || !pointsItself || field.operators.length === 0) return [];
      return [{ where: within({ id: { eq: id } }), onDelete: relation.onDelete }];
    }
    case "COMPONENT":
      return fieldsOf(model, field.type).flatMap((inner) =>
        linksIn(inner, target, id, model, depth + 1).map((link) => ({ ...link, where: within(link.where) })),
      );
    case "BLOCKS":
      return (model.blocks.get(field.type)?.members ?? []).flatMap((member) =>
        fieldsOf(model, member.component).flatMap((inner) =>
          linksIn(inner, target, id, model, depth + 1).map((link) => ({
            ...link,
            where: within({ [member.inputKey]: link.where }),
          })),
        ),
      );
    default:
      return [];
  }
}

function strictest(rules: string[]): string {
  return ["RESTRICT", "CASCADE"].find((rule) => rules.includes(rule)) ?? "SET_NULL";
}

/** Counts them all in one request, and looks into singletons. */
export function pointersQuery(pointers: Pointer[]): ContentOperation {
  const counted = pointers.map((pointer, index) => ({ pointer, index }));
  const inLists = counted.filter(({ pointer }) => pointer.collection.api.aggregate);
  const declared = inLists.map(({ pointer, index }) => `$w${index}: ${pointer.collection.api.where}`);
  const asked = counted.flatMap(({ pointer: { collection, field }, index }) => {
    if (collection.api.aggregate)
      return [`p${index}: ${collection.api.aggregate}(where: $w${index}) { count }`];
    return field.kind === "RELATION"
      ? [`p${index}: ${collection.api.one} { link: ${field.name} { id } }`]
      : [];
  });
  const variables = declared.length > 0 ? `(${declared.join(", ")})` : "";
  return contentOperation(`query Pointers${variables} { ${asked.join(" ")} __typename }`);
}

export function pointersVariables(pointers: Pointer[]): Record<string, unknown> {
  return Object.fromEntries(
    pointers.flatMap(({ collection, where }, index) =>
      collection.api.aggregate ? [[`w${index}`, where]] : [],
    ),
  );
}

/** How many records point with each of them, in the same order. */
export function readPointers(answer: Record<string, unknown>, pointers: Pointer[], id: string): number[] {
  return pointers.map((_, index) => {
    const found = answer[`p${index}`];
    if (!isRecord(found)) return 0;
    if (typeof found.count === "number") return found.count;
    const links = Array.isArray(found.link) ? found.link : [found.link];
    return links.some((link) => isRecord(link) && link.id === id) ? 1 : 0;
  });
}
