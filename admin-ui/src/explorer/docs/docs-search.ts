import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from "graphql";
import type { DocsPage } from "./docs-page.ts";

/** One thing of the schema that can be found by its name. */
export type SearchHit = {
  /** The name that was matched: a type's, a field's, an argument's, an enum value's. */
  name: string;
  /** Where it is: `Query.posts` for an argument, `Post` for a field, empty for a type. */
  within: string;
  page: DocsPage;
};

const hitsShown = 60;

/** Finds types, fields, arguments and enum values by name; the closest matches come first. */
export function searchSchema(schema: GraphQLSchema, text: string): SearchHit[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const roots = new Set(
    [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].map((type) => type?.name),
  );
  return everything(schema)
    .map((hit) => ({ hit, rank: rank(hit, wanted, roots) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank || a.hit.name.length - b.hit.name.length || compare(a.hit, b.hit))
    .slice(0, hitsShown)
    .map(({ hit }) => hit);
}

/** Smaller is better: how well the name fits, then root fields and types before fields before arguments. */
function rank(hit: SearchHit, wanted: string, roots: ReadonlySet<string | undefined>): number {
  const fit = nameFit(hit.name, wanted);
  const isRootField = hit.page.kind === "field" && hit.within === hit.page.type && roots.has(hit.page.type);
  const depth = isRootField || hit.within === "" ? 0 : hit.within.includes(".") ? 2 : 1;
  return fit * 3 + depth;
}

function nameFit(name: string, wanted: string): number {
  const lower = name.toLowerCase();
  if (lower === wanted) return 0;
  if (lower.startsWith(wanted)) return 1;
  const at = lower.indexOf(wanted);
  if (at < 0) return Number.POSITIVE_INFINITY;
  // A match at the beginning of a word, as `Date` in `releaseDate`, is better than one within a word.
  return name.charAt(at) !== lower.charAt(at) || name.charAt(at - 1) === "_" ? 2 : 3;
}

function compare(a: SearchHit, b: SearchHit): number {
  return `${a.name} ${a.within}`.localeCompare(`${b.name} ${b.within}`);
}

function everything(schema: GraphQLSchema): SearchHit[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type))
    .flatMap((type) => {
      const page: DocsPage = { kind: "type", type: type.name };
      const hits: SearchHit[] = [{ name: type.name, within: "", page }];
      if (isEnumType(type)) {
        return [...hits, ...type.getValues().map((value) => ({ name: value.name, within: type.name, page }))];
      }
      if (isInputObjectType(type)) {
        return [...hits, ...Object.keys(type.getFields()).map((name) => ({ name, within: type.name, page }))];
      }
      if (isObjectType(type) || isInterfaceType(type)) return [...hits, ...fieldHits(type)];
      return hits;
    });
}

function fieldHits(type: {
  name: string;
  getFields(): Record<string, { name: string; args: readonly { name: string }[] }>;
}) {
  return Object.values(type.getFields()).flatMap((field): SearchHit[] => {
    const page: DocsPage = { kind: "field", type: type.name, field: field.name };
    const args = field.args.map((arg) => ({ name: arg.name, within: `${type.name}.${field.name}`, page }));
    return [{ name: field.name, within: type.name, page }, ...args];
  });
}
