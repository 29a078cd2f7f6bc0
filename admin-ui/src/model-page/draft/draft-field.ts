import type { FieldDefinitionNode } from "graphql";
import type { Field, Model } from "../../model/model.ts";
import { directiveNamed, directivesNamed } from "../sdl/directives.ts";
import { placeOf } from "../sdl/edits.ts";
import { shapeOf } from "../sdl/fields.ts";
import { lineNumber } from "../sdl/lines.ts";
import {
  enumDefinitions,
  fieldDefinitions,
  type SdlFile,
  type Sources,
  unionDefinitions,
} from "../sdl/sources.ts";
import { draftRule, inWords, textOrNull, texts, values } from "./directive-values.ts";

type Declared = { owner: string; file: SdlFile; field: FieldDefinitionNode };

/** A field as the model query would tell it, as far as its declaration says. */
export function draftField(model: Model, sources: Sources, { owner, file, field }: Declared): Field {
  const name = field.name.value;
  const shape = shapeOf(field.type);
  const of = (directive: string) => values(directiveNamed(field, directive));
  const has = (directive: string) => directiveNamed(field, directive) !== undefined;
  const kind = kindOf(model, sources, shape.type);
  const check = has("check") ? of("check") : null;
  const ui = has("ui") ? of("ui") : null;
  return {
    name,
    ...shape,
    label: inWords(name),
    description: field.description?.value ?? null,
    kind,
    builtIn: false,
    default: of("default").value ?? null,
    unique: has("unique") || of("index").unique === true,
    readOnly: has("readOnly"),
    writeOnce: has("writeOnce"),
    secret: has("secret"),
    localized: has("localized"),
    search: has("search"),
    slugFrom: textOrNull(of("slug").from),
    operators: [],
    sortable: false,
    groupable: false,
    deprecated: has("deprecated") ? (textOrNull(of("deprecated").reason) ?? "") : null,
    check: check && {
      min: check.min ?? null,
      max: check.max ?? null,
      minLength: numberOrNull(check.minLength),
      maxLength: numberOrNull(check.maxLength),
      pattern: textOrNull(check.pattern),
      message: textOrNull(check.message),
    },
    relation: kind === "RELATION" ? relationOf(sources, owner, field) : null,
    asset: has("asset")
      ? { accept: texts(of("asset").accept) ?? [], maxBytes: bytes(of("asset").maxBytes) }
      : null,
    richText: has("richText")
      ? { blocks: texts(of("richText").blocks), marks: texts(of("richText").marks) }
      : null,
    ui: ui && {
      widget: textOrNull(ui.widget),
      tab: textOrNull(ui.tab),
      width: textOrNull(ui.width),
      help: textOrNull(ui.help),
      showIf: ui.showIf ?? null,
    },
    rules: directivesNamed(field, "allow").map((directive) =>
      draftRule(directive, `${file.path}:${lineNumber(file.text, placeOf(directive).start)}`),
    ),
    can: { read: "ALL", create: "ALL", update: "ALL" },
  };
}

function kindOf(model: Model, sources: Sources, type: string): Field["kind"] {
  if (enumDefinitions(sources, type).length > 0 || model.enums.has(type)) return "ENUM";
  if (type === "Role" || type === "Locale") return "ENUM";
  if (unionDefinitions(sources, type).length > 0) return "BLOCKS";
  if (type === "User" || type === "Asset") return "RELATION";
  const definitions = fieldDefinitions(sources, type);
  if (definitions.some(({ node }) => directiveNamed(node, "component"))) return "COMPONENT";
  return definitions.length > 0 ? "RELATION" : "SCALAR";
}

function relationOf(sources: Sources, owner: string, field: FieldDefinitionNode): Field["relation"] {
  const { type, list, required } = shapeOf(field.type);
  const { onDelete, max } = values(directiveNamed(field, "relation"));
  const near = textOrNull(values(directiveNamed(field, "inverse")).of);
  const isInComponent = fieldDefinitions(sources, owner).some(({ node }) =>
    directiveNamed(node, "component"),
  );
  return {
    target: type,
    storage: isInComponent ? "EMBEDDED" : near ? "INVERSE" : list ? "JOIN" : "KEY",
    onDelete: textOrNull(onDelete) ?? (required ? "RESTRICT" : "SET_NULL"),
    max: numberOrNull(max),
    inverse: near ?? farEnd(sources, type, owner, field.name.value),
  };
}

/** The field of the target that says that it is the far end of this one. */
function farEnd(sources: Sources, target: string, owner: string, fieldName: string): string | null {
  for (const { node } of fieldDefinitions(sources, target)) {
    const far = node.fields?.find(
      (field) =>
        shapeOf(field.type).type === owner && values(directiveNamed(field, "inverse")).of === fieldName,
    );
    if (far) return far.name.value;
  }
  return null;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function bytes(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value);
}
