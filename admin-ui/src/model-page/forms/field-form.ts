import type { FieldDefinitionNode } from "graphql";
import { type Arguments, argumentsOf, directiveNamed } from "../sdl/directives.ts";
import { type FieldChange, printShape, type Shape, shapeOf } from "../sdl/fields.ts";
import { quoted, readLiteral } from "../sdl/literal.ts";

/** What the form of a field holds. Literals are GraphQL as somebody types it. */
export type FieldForm = Shape & {
  name: string;
  description: string;
  unique: boolean;
  index: boolean;
  readOnly: boolean;
  writeOnce: boolean;
  secret: boolean;
  localized: boolean;
  search: boolean;
  weight: string;
  /** A literal; the bare text for kinds that hold text. */
  defaultValue: string;
  min: string;
  max: string;
  minLength: string;
  maxLength: string;
  pattern: string;
  message: string;
  onDelete: string;
  maxLinks: string;
  inverse: string;
  slugFrom: string;
  accept: string[];
  maxBytes: string;
  blocks: string[];
  marks: string[];
  widget: string;
  tab: string;
  width: string;
  help: string;
  showIf: string;
  isDeprecated: boolean;
  deprecated: string;
  /** Whether a renamed field's data moves along. */
  keepsData: boolean;
};

export const emptyForm: FieldForm = {
  name: "",
  description: "",
  type: "String",
  list: false,
  required: false,
  itemsRequired: true,
  unique: false,
  index: false,
  readOnly: false,
  writeOnce: false,
  secret: false,
  localized: false,
  search: false,
  weight: "",
  defaultValue: "",
  min: "",
  max: "",
  minLength: "",
  maxLength: "",
  pattern: "",
  message: "",
  onDelete: "",
  maxLinks: "",
  inverse: "",
  slugFrom: "",
  accept: [],
  maxBytes: "",
  blocks: [],
  marks: [],
  widget: "",
  tab: "",
  width: "",
  help: "",
  showIf: "",
  isDeprecated: false,
  deprecated: "",
  keepsData: true,
};

const textTypes = new Set(["Date", "DateTime", "Email", "Markdown", "Slug", "String", "Text", "Time", "URL"]);

/** Whether a default is typed as bare text. */
export function holdsText({ type, list }: Shape): boolean {
  return textTypes.has(type) && !list;
}

export function readFieldForm(node: FieldDefinitionNode): FieldForm {
  const shape = shapeOf(node.type);
  const has = (name: string) => directiveNamed(node, name) !== undefined;
  const of = (name: string): Arguments => {
    const directive = directiveNamed(node, name);
    return directive ? argumentsOf(directive) : {};
  };
  const check = of("check");
  const ui = of("ui");
  return {
    ...emptyForm,
    ...shape,
    itemsRequired: shape.list ? shape.itemsRequired : true,
    name: node.name.value,
    description: node.description?.value ?? "",
    unique: has("unique"),
    index: has("index"),
    readOnly: has("readOnly"),
    writeOnce: has("writeOnce"),
    secret: has("secret"),
    localized: has("localized"),
    search: has("search"),
    weight: of("search").weight ?? "",
    defaultValue: holdsText(shape) ? unquoted(of("default").value) : (of("default").value ?? ""),
    min: check.min ?? "",
    max: check.max ?? "",
    minLength: check.minLength ?? "",
    maxLength: check.maxLength ?? "",
    pattern: unquoted(check.pattern),
    message: unquoted(check.message),
    onDelete: of("relation").onDelete ?? "",
    maxLinks: of("relation").max ?? "",
    inverse: unquoted(of("inverse").of),
    slugFrom: unquoted(of("slug").from),
    accept: textList(of("asset").accept),
    maxBytes: of("asset").maxBytes ?? "",
    blocks: textList(of("richText").blocks),
    marks: textList(of("richText").marks),
    widget: unquoted(ui.widget),
    tab: unquoted(ui.tab),
    width: unquoted(ui.width),
    help: unquoted(ui.help),
    showIf: ui.showIf ?? "",
    isDeprecated: has("deprecated"),
    deprecated: unquoted(of("deprecated").reason),
  };
}

/** What the form says, as a change of the field. Arguments that the form doesn't know stay. */
export function fieldChange(form: FieldForm, node: FieldDefinitionNode | null): FieldChange {
  const existing = (name: string): Arguments => {
    const directive = node && directiveNamed(node, name);
    return directive ? argumentsOf(directive) : {};
  };
  const flag = (name: string, isOn: boolean) => (isOn ? existing(name) : null);
  const filled = (name: string, wanted: Arguments) => {
    const others = Object.entries(existing(name)).filter(([argument]) => !(argument in wanted));
    const all = { ...wanted, ...Object.fromEntries(others) };
    const present = Object.entries(all).filter(([, value]) => value !== "");
    return present.length === 0 ? null : Object.fromEntries(present);
  };
  const directives: FieldChange["directives"] = {
    unique: flag("unique", form.unique),
    index: flag("index", form.index),
    slug: filled("slug", { from: text(form.slugFrom) }),
    default: filled("default", { value: defaultLiteral(form) }),
    check: filled("check", {
      min: literal(form.min),
      max: literal(form.max),
      minLength: literal(form.minLength),
      maxLength: literal(form.maxLength),
      pattern: text(form.pattern),
      message: text(form.message),
    }),
    relation: filled("relation", { onDelete: form.onDelete, max: literal(form.maxLinks) }),
    inverse: filled("inverse", { of: text(form.inverse) }),
    localized: flag("localized", form.localized),
    search: form.search ? (filled("search", { weight: literal(form.weight) }) ?? {}) : null,
    readOnly: flag("readOnly", form.readOnly),
    writeOnce: flag("writeOnce", form.writeOnce),
    secret: flag("secret", form.secret),
    asset: filled("asset", { accept: listOfTexts(form.accept), maxBytes: literal(form.maxBytes) }),
    richText: filled("richText", { blocks: listOfTexts(form.blocks), marks: listOfTexts(form.marks) }),
    ui: filled("ui", {
      widget: text(form.widget),
      tab: text(form.tab),
      width: text(form.width),
      help: text(form.help),
      showIf: literal(form.showIf),
    }),
    deprecated: form.isDeprecated ? (filled("deprecated", { reason: text(form.deprecated) }) ?? {}) : null,
  };
  const before = node?.name.value;
  if (before && before !== form.name && form.keepsData) directives.oldName = { is: quoted(before) };
  // Back to the name that it had.
  if (unquoted(existing("oldName").is) === form.name) directives.oldName = null;
  return { name: form.name, description: form.description, type: printShape(form), directives };
}

function defaultLiteral(form: FieldForm): string {
  if (holdsText(form)) return text(form.defaultValue);
  return literal(form.defaultValue);
}

/** The names of what is no value in the form. */
export function literalMistakes(form: FieldForm): Partial<Record<keyof FieldForm, string>> {
  const mistakes: Partial<Record<keyof FieldForm, string>> = {};
  const names = ["min", "max", "minLength", "maxLength", "maxLinks", "maxBytes", "weight", "showIf"] as const;
  for (const name of holdsText(form) ? names : ([...names, "defaultValue"] as const)) {
    const read = readLiteral(form[name]);
    if (read.kind === "mistake") mistakes[name] = read.message;
  }
  return mistakes;
}

function literal(typed: string): string {
  const read = readLiteral(typed);
  return read.kind === "value" ? read.text : "";
}

function text(typed: string): string {
  return typed === "" ? "" : quoted(typed);
}

function listOfTexts(items: string[]): string {
  return items.length === 0 ? "" : `[${items.map(quoted).join(", ")}]`;
}

/** The text of a literal text; anything else as it is. */
export function unquoted(literal: string | undefined): string {
  if (literal === undefined) return "";
  const read = readLiteral(literal);
  return read.kind === "value" && read.node.kind === "StringValue" ? read.node.value : literal;
}

export function textList(literal: string | undefined): string[] {
  const read = readLiteral(literal ?? "");
  if (read.kind !== "value") return [];
  const items = read.node.kind === "ListValue" ? read.node.values : [read.node];
  return items.flatMap((item) => ("value" in item ? [String(item.value)] : []));
}
