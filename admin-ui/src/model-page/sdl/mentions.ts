import { type ConstDirectiveNode, type ConstValueNode, Kind } from "graphql";
import { removeMember } from "./choices.ts";
import { type Arguments, argumentsOf, directivesNamed } from "./directives.ts";
import { placeOf } from "./edits.ts";
import { changeFieldDirective, namedType, removeField } from "./fields.ts";
import { removeInterface } from "./interfaces.ts";
import { lineNumber } from "./lines.ts";
import { printValue } from "./literal.ts";
import { namesField } from "./references.ts";
import {
  declaredField,
  fieldDefinitions,
  readSources,
  type SdlFile,
  type Sources,
  unionDefinitions,
} from "./sources.ts";
import { changeTypeDirective, removeType, removeTypeDirective, typeDirectives } from "./types.ts";
import { valueNodes } from "./value-references.ts";

/** A field, or a value of an enum. */
export type Target = { kind: "field" | "value"; type: string; name: string };

/** A directive that names something, as it would be once that is gone. */
export type Mention = {
  owner: string;
  /** The field whose directive it is; the type's own without. */
  field: string | null;
  directive: string;
  /** Which of the directives of that name. */
  index: number;
  path: string;
  line: number;
  /**
   * What becomes of it: it says less, it goes, its whole field goes, or somebody has to decide. `asks` is the field of
   * an interface, and no directive.
   */
  fate: "asks" | "field" | "gone" | "less" | "stays";
  /** What it then says. */
  wanted: Arguments;
};

/** Everything that names a field or a value of an enum and can't stay as it is without it. */
export function mentionsOf(sources: Sources, target: Target): Mention[] {
  const mentions = demandsOf(sources, target);
  for (const owner of sources.types.keys()) {
    for (const name of directiveNames(sources, owner))
      typeDirectives(sources.files, owner, name).forEach(({ file, directive }, index) => {
        const fate = fateOf(sources, target, { owner, far: owner, isField: false }, directive);
        if (fate)
          mentions.push({ owner, field: null, directive: name, index, ...placeIn(file, directive), ...fate });
      });
    for (const { file, node } of fieldDefinitions(sources, owner))
      for (const field of node.fields ?? []) {
        const isItself = target.kind === "field" && target.type === owner && target.name === field.name.value;
        if (isItself) continue;
        const far = namedType(field.type).name.value;
        for (const directive of field.directives ?? []) {
          const fate = fateOf(sources, target, { owner, far, isField: true }, directive);
          if (!fate) continue;
          const index = directivesNamed(field, directive.name.value).indexOf(directive);
          const about = { owner, field: field.name.value, directive: directive.name.value, index };
          mentions.push({ ...about, ...placeIn(file, directive), ...fate });
        }
      }
  }
  return mentions;
}

/** The fields of interfaces that a type can't go without. */
function demandsOf(sources: Sources, { kind, type, name }: Target): Mention[] {
  if (kind === "value") return [];
  const interfaces = fieldDefinitions(sources, type).flatMap(({ node }) => node.interfaces ?? []);
  return interfaces.flatMap(({ name: { value: owner } }) => {
    const declared = declaredField(sources, owner, name);
    if (!declared) return [];
    const { file, field } = declared;
    const line = lineNumber(file.text, placeOf(field.name).start);
    const about = { owner, field: name, directive: "", index: 0, wanted: {} };
    return [{ ...about, path: file.path, line, fate: "asks" as const }];
  });
}

/** Takes away what names a field or a value, as far as that can be done without deciding what the model means. */
export function withoutMentions(files: SdlFile[], target: Target): SdlFile[] {
  let changed = files;
  for (;;) {
    const next = withoutOneMention(changed, target);
    if (!next) return changed;
    changed = next;
  }
}

/** A mention that stays whatever is taken away, as in a list within a list, is a mistake to be told of, and passed over. */
function withoutOneMention(files: SdlFile[], target: Target): SdlFile[] | null {
  for (const mention of mentionsOf(readSources(files), target)) {
    if (mention.fate === "stays" || mention.fate === "asks") continue;
    const changed = withoutMention(files, mention);
    if (changed.some(({ text }, index) => text !== files[index]?.text)) return changed;
  }
  return null;
}

/** Removes a field with what names it. The field first: two may name each other. */
export function removeFieldAndMentions(files: SdlFile[], type: string, name: string): SdlFile[] {
  return withoutMentions(removeField(files, type, name), { kind: "field", type, name });
}

/** Something that can't be without a type: a field of that type, a union with it, a type that implements it. */
export type TypeUse = { owner: string; field: string | null; kind: "field" | "implements" | "member" };

export function usesOfType(sources: Sources, type: string): TypeUse[] {
  return [...sources.types.keys()]
    .filter((owner) => owner !== type)
    .flatMap((owner): TypeUse[] => {
      const definitions = fieldDefinitions(sources, owner);
      const fields = definitions.flatMap(({ node }) => node.fields ?? []);
      const pointing = fields.filter((field) => namedType(field.type).name.value === type);
      const members = unionDefinitions(sources, owner).flatMap(({ node }) => node.types ?? []);
      const interfaces = definitions.flatMap(({ node }) => node.interfaces ?? []);
      const isType = (node: { name: { value: string } }) => node.name.value === type;
      return [
        ...pointing.map((field) => ({ owner, field: field.name.value, kind: "field" as const })),
        ...(members.some(isType) ? [{ owner, field: null, kind: "member" as const }] : []),
        ...(interfaces.some(isType) ? [{ owner, field: null, kind: "implements" as const }] : []),
      ];
    });
}

/** Removes a type with all that can't be without it. */
export function removeTypeAndUses(files: SdlFile[], type: string): SdlFile[] {
  let changed = files;
  for (;;) {
    const [use] = usesOfType(readSources(changed), type);
    if (!use) return removeType(changed, type);
    if (use.kind === "field" && use.field) changed = removeFieldAndMentions(changed, use.owner, use.field);
    else if (use.kind === "member") changed = removeMember(changed, use.owner, type);
    else changed = removeInterface(changed, use.owner, type);
  }
}

function withoutMention(files: SdlFile[], mention: Mention): SdlFile[] {
  const { owner, field, directive, index, fate, wanted } = mention;
  if (fate === "field" && field) return removeFieldAndMentions(files, owner, field);
  const after = fate === "less" ? wanted : null;
  if (field) return changeFieldDirective(files, owner, field, directive, index, after);
  return after
    ? changeTypeDirective(files, owner, directive, index, after)
    : removeTypeDirective(files, owner, directive, index);
}

type Holder = {
  owner: string /** The type that the field has, or the type itself. */;
  far: string;
  isField: boolean;
};

function fateOf(
  sources: Sources,
  target: Target,
  holder: Holder,
  directive: ConstDirectiveNode,
): Pick<Mention, "fate" | "wanted"> | null {
  const name = directive.name.value;
  const wanted = argumentsOf(directive);
  const named = (directive.arguments ?? []).filter((argument) =>
    isNamedIn(sources, target, holder, name, argument.name.value, argument.value),
  );
  if (named.length === 0) return null;
  for (const { name: argument, value } of named) {
    switch (argument.value) {
      case "of":
        return { fate: "field", wanted };
      case "title":
      case "showIf":
        delete wanted[argument.value];
        break;
      case "to":
      case "fields":
      case "except":
      case "value": {
        const rest = withoutName(value, target.name);
        if (rest !== null && !isIndexLost(name, wanted, rest)) wanted[argument.value] = rest;
        else if (argument.value === "except") delete wanted.except;
        // A field without its last rule would be open to more people than before.
        else return { fate: name === "allow" && holder.isField ? "stays" : "gone", wanted };
        break;
      }
      case "orderBy":
      case "set": {
        const rest = withoutEntries(value, (entry) =>
          isNamedIn(sources, target, holder, name, argument.value, entry),
        );
        if (rest === null) delete wanted[argument.value];
        else wanted[argument.value] = rest;
        break;
      }
      case "where":
      case "check":
        // With less in its filter a rule would allow more: it goes as a whole. Grants add up, so that takes away only.
        return { fate: !holder.isField && (name === "allow" || name === "check") ? "gone" : "stays", wanted };
      default:
        return { fate: "gone", wanted };
    }
  }
  const isEmpty = Object.keys(wanted).length === 0;
  return { fate: isEmpty && name === "ui" ? "gone" : "less", wanted };
}

function isNamedIn(
  sources: Sources,
  target: Target,
  holder: Holder,
  directive: string,
  argument: string,
  value: ConstValueNode,
): boolean {
  const { type, name } = target;
  if (target.kind === "field") return namesField(sources, { type, name }, holder, argument, value);
  return valueNodes(sources, target, { ...holder, directive, argument }, value).length > 0;
}

/** What was unique together is not unique with less, and an index over several fields is none over one. */
function isIndexLost(directive: string, wanted: Arguments, rest: string): boolean {
  return directive === "index" && (wanted.unique === "true" || !rest.includes(","));
}

/** A list of names without one; null where nothing is left of it. */
function withoutName(value: ConstValueNode, name: string): string | null {
  const items = value.kind === Kind.LIST ? value.values : [value];
  const rest = items.filter((item) => !("value" in item) || item.value !== name);
  return rest.length === 0 ? null : `[${rest.map(printValue).join(", ")}]`;
}

function withoutEntries(value: ConstValueNode, isGone: (entry: ConstValueNode) => boolean): string | null {
  if (value.kind !== Kind.OBJECT) return null;
  const rest = value.fields.filter((entry) => !isGone({ ...value, fields: [entry] }));
  return rest.length === 0 ? null : printValue({ ...value, fields: rest });
}

function directiveNames(sources: Sources, owner: string): Set<string> {
  const definitions = sources.types.get(owner) ?? [];
  return new Set(definitions.flatMap(({ node }) => (node.directives ?? []).map((it) => it.name.value)));
}

function placeIn(file: SdlFile, directive: ConstDirectiveNode) {
  return { path: file.path, line: lineNumber(file.text, placeOf(directive).start) };
}
