import {
  coerceInputValue,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  typeFromAST,
} from "graphql";

/** A variable that the operations declare. */
export type Variable = { name: string; type: GraphQLInputType; isRequired: boolean };

/** The variables of all operations of a document; none while it can't be parsed. */
export function variablesOf(schema: GraphQLSchema, operation: string): Variable[] | null {
  try {
    const found = new Map<string, Variable>();
    for (const definition of parse(operation).definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      for (const { variable, type: node, defaultValue } of definition.variableDefinitions ?? []) {
        const type = typeFromAST(schema, node as Parameters<typeof typeFromAST>[1]);
        if (!type || !isInputType(type)) continue;
        const isRequired = isNonNullType(type) && defaultValue === undefined;
        found.set(variable.name.value, { name: variable.name.value, type, isRequired });
      }
    }
    return [...found.values()];
  } catch {
    return null;
  }
}

export type Path = readonly (string | number)[];

export type VariableMistake = {
  path: Path;
  kind: "missing" | "unknown" | "value";
  name: string;
  message: string;
};

/** What the server would refuse in the values of variables. */
export function variableMistakes(variables: Variable[], values: Record<string, unknown>): VariableMistake[] {
  const mistakes: VariableMistake[] = [];
  for (const name of Object.keys(values))
    if (!variables.some((variable) => variable.name === name))
      mistakes.push({ path: [name], kind: "unknown", name, message: "" });
  for (const { name, type, isRequired } of variables) {
    const value = values[name];
    if (value === undefined) {
      if (isRequired) mistakes.push({ path: [], kind: "missing", name, message: String(type) });
      continue;
    }
    coerceInputValue(value, type, (path, _, error) =>
      mistakes.push({ path: [name, ...path], kind: "value", name, message: error.message }),
    );
  }
  return mistakes;
}

/** The type that stands at a path of the variables. */
export function typeAt(variables: Variable[], path: Path): GraphQLInputType | null {
  const [first, ...rest] = path;
  let type: GraphQLInputType | null = variables.find((variable) => variable.name === first)?.type ?? null;
  for (const step of rest) {
    if (!type) return null;
    const nullable = getNullableType(type) as GraphQLInputType;
    if (isListType(nullable) && typeof step === "number") type = nullable.ofType as GraphQLInputType;
    else if (isInputObjectType(nullable)) type = nullable.getFields()[String(step)]?.type ?? null;
    else type = null;
  }
  return type;
}

/** The names that may stand in the object at a path, with their types. */
export function namesAt(variables: Variable[], path: Path): { name: string; type: GraphQLInputType }[] {
  if (path.length === 0) return variables;
  const type = typeAt(variables, path);
  const nullable = type && (getNullableType(type) as GraphQLInputType);
  // One item may stand for a list of one.
  const item =
    nullable && isListType(nullable) ? getNullableType(nullable.ofType as GraphQLInputType) : nullable;
  return isInputObjectType(item) ? Object.values(item.getFields()) : [];
}

/** What may stand as a value of a type, as JSON; nothing for what has too many values to tell. */
export function valuesOf(type: GraphQLInputType): string[] {
  const nullable = getNullableType(type) as GraphQLInputType;
  if (isListType(nullable)) return ["[]"];
  if (isInputObjectType(nullable)) return ["{}"];
  if (isEnumType(nullable)) return nullable.getValues().map((value) => JSON.stringify(value.name));
  return String(nullable) === "Boolean" ? ["true", "false"] : [];
}
