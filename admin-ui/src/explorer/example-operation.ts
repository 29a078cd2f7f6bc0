import {
  type GraphQLArgument,
  type GraphQLField,
  GraphQLID,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
} from "graphql";

/** An operation and its variables, ready for the editors. */
export type Example = { operation: string; variables: string };

type RootKind = "query" | "mutation" | "subscription";
type Field = GraphQLField<unknown, unknown>;

/** Fields that every collection has: rarely what a newcomer wants to see first. */
const builtInFields = new Set([
  "createdAt",
  "updatedAt",
  "createdBy",
  "updatedBy",
  "version",
  "status",
  "publishedAt",
]);
const builtInCollections = new Set(["User", "Asset"]);
const leafFieldsShown = 5;
const rowsShown = 10;
const relatedRowsShown = 3;

/** The first thing a newcomer sees: the first rows of the schema's first collection. */
export function welcomeExample(schema: GraphQLSchema): Example {
  const field = firstCollection(schema);
  if (!field)
    return {
      operation: `${welcome("This asks for the name of the root type.")}{\n  __typename\n}`,
      variables: "",
    };
  const subject = `This reads the first ${rowsShown} ${field.name}.`;
  return { operation: welcome(subject) + exampleFor("query", field).operation, variables: "" };
}

/** An operation that calls one root field. Its required arguments become variables. */
export function exampleFor(kind: RootKind, field: Field): Example {
  const asked = askedArguments(field);
  const name = field.name.charAt(0).toUpperCase() + field.name.slice(1);
  const declared = asked.map((arg) => `$${arg.name}: ${requiredType(arg)}`);
  const passed = [...asked.map((arg) => `${arg.name}: $${arg.name}`), ...limit(field, rowsShown)];
  const operation = [
    `${kind} ${name}${inParentheses(declared)} {`,
    `  ${field.name}${inParentheses(passed)}${selection(field.type, "  ")}`,
    "}",
  ].join("\n");
  const variables = Object.fromEntries(asked.map((arg) => [arg.name, placeholder(arg)]));
  return { operation, variables: asked.length > 0 ? JSON.stringify(variables, null, 2) : "" };
}

function welcome(subject: string): string {
  return `# ${subject}\n# Ctrl+Enter runs it, Ctrl+Space suggests fields.\n\n`;
}

function firstCollection(schema: GraphQLSchema): Field | undefined {
  const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(
    (field) =>
      isList(field.type) && isObjectType(getNamedType(field.type)) && !field.args.some(isRequiredArgument),
  );
  return lists.find((field) => !builtInCollections.has(getNamedType(field.type).name)) ?? lists[0];
}

/** What a call must be given: the required arguments, else the id when there is one to find a record by. */
function askedArguments(field: Field): GraphQLArgument[] {
  const required = field.args.filter(isRequiredArgument);
  if (required.length > 0) return required;
  return field.args.filter((arg) => arg.name === "id");
}

function requiredType(arg: GraphQLArgument): string {
  return arg.name === "id" && !isRequiredArgument(arg) ? `${arg.type}!` : `${arg.type}`;
}

function placeholder(arg: GraphQLArgument): unknown {
  const type = getNullableType(arg.type);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name ?? "";
  if (!isLeafType(type)) return {};
  if (type.name === "Int" || type.name === "Float") return 0;
  return type.name === "Boolean" ? false : "";
}

function limit(field: Field, rows: number): string[] {
  const name = ["limit", "first"].find((name) => field.args.some((arg) => arg.name === name));
  return name ? [`${name}: ${rows}`] : [];
}

/** The leaf fields of a type and, as a taste of relations, one of its relations, to-one if it has any. */
function selection(type: GraphQLOutputType, indent: string): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return "";
  const inner = `${indent}  `;
  const fields = isObjectType(named) || isInterfaceType(named) ? callableFields(named) : [];
  const lines = [
    ...leaves(fields, leafFieldsShown),
    ...connectionNodes(fields, inner),
    ...firstRelation(fields, inner),
  ];
  return ` {\n${(lines.length > 0 ? lines : ["__typename"]).map((line) => inner + line).join("\n")}\n${indent}}`;
}

function callableFields(type: { getFields: GraphQLObjectType["getFields"] }): Field[] {
  return Object.values(type.getFields()).filter(
    (field) => !field.args.some(isRequiredArgument) && !field.deprecationReason,
  );
}

function leaves(fields: Field[], count: number): string[] {
  return fields
    .filter((field) => isLeafType(getNamedType(field.type)) && !builtInFields.has(field.name))
    .slice(0, count)
    .map((field) => field.name);
}

function connectionNodes(fields: Field[], indent: string): string[] {
  const nodes = fields.find((field) => field.name === "nodes" && isList(field.type));
  return nodes ? [`nodes${selection(nodes.type, indent)}`] : [];
}

function firstRelation(fields: Field[], indent: string): string[] {
  const relations = fields.filter(
    ({ name, type }) => !builtInFields.has(name) && name !== "nodes" && isRecord(type),
  );
  const field = relations.find(({ type }) => !isList(type)) ?? relations[0];
  if (!field) return [];
  const target = getNamedType(field.type);
  if (!isObjectType(target)) return [];
  const lines = leaves(callableFields(target), 2).map((line) => `${indent}  ${line}`);
  const call = field.name + inParentheses(limit(field, relatedRowsShown));
  return [`${call} {\n${lines.join("\n")}\n${indent}}`];
}

/** Records have an id; pages of a connection, aggregates and components have none. */
function isRecord(type: GraphQLOutputType): boolean {
  const named = getNamedType(type);
  const id = isObjectType(named) ? named.getFields().id : undefined;
  return id !== undefined && getNamedType(id.type) === GraphQLID;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}

function inParentheses(parts: string[]): string {
  return parts.length > 0 ? `(${parts.join(", ")})` : "";
}
