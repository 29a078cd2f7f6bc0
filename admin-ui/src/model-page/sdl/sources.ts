import {
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type EnumTypeExtensionNode,
  GraphQLError,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  type ScalarTypeDefinitionNode,
  type UnionTypeDefinitionNode,
  type UnionTypeExtensionNode,
} from "graphql";

/** A file of the model: its path below the project, and its text as it stands on disk. */
export type SdlFile = { path: string; text: string };

/** A file that is no GraphQL, and where that shows. */
export type Mistake = { path: string; message: string; line: number; column: number };

export type TypeNode =
  | ObjectTypeDefinitionNode
  | ObjectTypeExtensionNode
  | InterfaceTypeDefinitionNode
  | EnumTypeDefinitionNode
  | EnumTypeExtensionNode
  | UnionTypeDefinitionNode
  | UnionTypeExtensionNode
  | ScalarTypeDefinitionNode;

/** One of the places that say what a type is: its definition or an `extend`. */
export type Definition<Node extends TypeNode = TypeNode> = { file: SdlFile; node: Node };

/** The files as GraphQL: what forms read, and where they write. */
export type Sources = {
  files: SdlFile[];
  mistakes: Mistake[];
  documents: { file: SdlFile; document: DocumentNode }[];
  /** Each type's definition first, then its extensions in the order of the files. */
  types: Map<string, Definition[]>;
};

const typeKinds: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.ENUM_TYPE_EXTENSION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.UNION_TYPE_EXTENSION,
  Kind.SCALAR_TYPE_DEFINITION,
]);

export function readSources(files: SdlFile[]): Sources {
  const sources: Sources = { files, mistakes: [], documents: [], types: new Map() };
  for (const file of files) {
    const parsed = parseText(file.text);
    if ("mistake" in parsed) {
      sources.mistakes.push({ path: file.path, ...parsed.mistake });
      continue;
    }
    sources.documents.push({ file, document: parsed.document });
    for (const node of parsed.document.definitions) {
      if (!typeKinds.has(node.kind)) continue;
      const type = node as TypeNode;
      const before = sources.types.get(type.name.value) ?? [];
      const definition = { file, node: type };
      sources.types.set(
        type.name.value,
        isExtension(type) ? [...before, definition] : [definition, ...before],
      );
    }
  }
  return sources;
}

export function isExtension(node: TypeNode): boolean {
  return node.kind.endsWith("Extension");
}

type Parsed = { document: DocumentNode } | { mistake: Omit<Mistake, "path"> };

/** The last texts that were read: every form reads the same files. */
const parsedTexts = new Map<string, Parsed>();
const keptTexts = 200;

function parseText(text: string): Parsed {
  const known = parsedTexts.get(text);
  if (known) return known;
  const parsed = parseAnew(text);
  if (parsedTexts.size >= keptTexts) parsedTexts.clear();
  parsedTexts.set(text, parsed);
  return parsed;
}

function parseAnew(text: string): Parsed {
  // A document of comments alone is no mistake to the server.
  if (/^(?:[\s,\uFEFF]|#.*)*$/.test(text)) return { document: { kind: Kind.DOCUMENT, definitions: [] } };
  try {
    return { document: parse(text) };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const place = error.locations?.[0] ?? { line: 1, column: 1 };
    return { mistake: { message: error.message, line: place.line, column: place.column } };
  }
}

/** The definitions of a type that can hold fields. */
export function fieldDefinitions(sources: Sources, typeName: string) {
  return (sources.types.get(typeName) ?? []).filter(
    (
      definition,
    ): definition is Definition<
      ObjectTypeDefinitionNode | ObjectTypeExtensionNode | InterfaceTypeDefinitionNode
    > =>
      definition.node.kind === Kind.OBJECT_TYPE_DEFINITION ||
      definition.node.kind === Kind.OBJECT_TYPE_EXTENSION ||
      definition.node.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
}

export function enumDefinitions(sources: Sources, typeName: string) {
  return (sources.types.get(typeName) ?? []).filter(
    (definition): definition is Definition<EnumTypeDefinitionNode | EnumTypeExtensionNode> =>
      definition.node.kind === Kind.ENUM_TYPE_DEFINITION || definition.node.kind === Kind.ENUM_TYPE_EXTENSION,
  );
}

export function unionDefinitions(sources: Sources, typeName: string) {
  return (sources.types.get(typeName) ?? []).filter(
    (definition): definition is Definition<UnionTypeDefinitionNode | UnionTypeExtensionNode> =>
      definition.node.kind === Kind.UNION_TYPE_DEFINITION ||
      definition.node.kind === Kind.UNION_TYPE_EXTENSION,
  );
}

/** A field as it is declared, and the definition that holds it. */
export function declaredField(sources: Sources, typeName: string, fieldName: string) {
  for (const definition of fieldDefinitions(sources, typeName)) {
    const field = definition.node.fields?.find((field) => field.name.value === fieldName);
    if (field) return { ...definition, field };
  }
  return null;
}

/** The file with another text; all others as they are. */
export function withText(files: SdlFile[], path: string, text: string): SdlFile[] {
  return files.map((file) => (file.path === path ? { ...file, text } : file));
}
