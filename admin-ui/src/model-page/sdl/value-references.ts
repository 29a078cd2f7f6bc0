import { type ConstValueNode, type EnumValueNode, Kind } from "graphql";
import { applyEdits, placeOf, type TextEdit } from "./edits.ts";
import { namedType } from "./fields.ts";
import { typeOfField } from "./references.ts";
import { fieldDefinitions, readSources, type SdlFile, type Sources, withText } from "./sources.ts";

type Named = { type: string; name: string };
type At = {
  owner: string /** The type that the field has. */;
  far: string;
  directive: string;
  argument: string;
};

/** Where an argument of a directive names a value of an enum. */
export function valueNodes(sources: Sources, target: Named, at: At, value: ConstValueNode): EnumValueNode[] {
  switch (at.argument) {
    case "to":
      return target.type === "Role" && at.directive === "allow" ? named(target, value) : [];
    case "value":
      return at.directive === "default" && at.far === target.type ? named(target, value) : [];
    case "where":
    case "check":
    case "showIf":
    case "set":
      return inFilter(sources, target, at.owner, value);
    default:
      return [];
  }
}

/** Gives a value of an enum its new name wherever it is named. To be called with files that still have the old name. */
export function renameValueReferences(files: SdlFile[], target: Named, newName: string): SdlFile[] {
  const sources = readSources(files);
  const edits = new Map<string, TextEdit[]>();
  for (const [owner, definitions] of sources.types) {
    const fields = fieldDefinitions(sources, owner).flatMap(({ file, node }) =>
      (node.fields ?? []).map((field) => ({ file, node: field, far: namedType(field.type).name.value })),
    );
    for (const { file, node, far } of [...definitions.map((it) => ({ ...it, far: owner })), ...fields])
      for (const directive of node.directives ?? [])
        for (const argument of directive.arguments ?? []) {
          const at = { owner, far, directive: directive.name.value, argument: argument.name.value };
          const found = valueNodes(sources, target, at, argument.value).map((it) => {
            const { start, end } = placeOf(it);
            return { from: start, to: end, insert: newName };
          });
          edits.set(file.path, [...(edits.get(file.path) ?? []), ...found]);
        }
  }
  return files.reduce((all, file) => {
    const own = edits.get(file.path) ?? [];
    return own.length === 0 ? all : withText(all, file.path, applyEdits(file.text, own));
  }, files);
}

/** All uses of the name in a value, however deep. */
function named(target: Named, value: ConstValueNode): EnumValueNode[] {
  if (value.kind === Kind.ENUM) return value.value === target.name ? [value] : [];
  if (value.kind === Kind.LIST) return value.values.flatMap((item) => named(target, item));
  return value.kind === Kind.OBJECT ? value.fields.flatMap((entry) => named(target, entry.value)) : [];
}

/** Walks a filter along the types that its fields have: only a field of the enum compares with its values. */
function inFilter(sources: Sources, target: Named, typeName: string, value: ConstValueNode): EnumValueNode[] {
  if (value.kind === Kind.LIST)
    return value.values.flatMap((item) => inFilter(sources, target, typeName, item));
  if (value.kind !== Kind.OBJECT) return [];
  return value.fields.flatMap((entry) => {
    const next = typeOfField(sources, typeName, entry.name.value);
    if (next === target.type) return named(target, entry.value);
    // `and`, `or`, `not`, `some` and the like stand for the same type.
    return inFilter(sources, target, next ?? typeName, entry.value);
  });
}
