import type { Field } from "../model/model.ts";

/** A field for tests: an optional one of the type, and what is said of it. */
export function fieldOf(type: string, said: Partial<Field> = {}): Field {
  return {
    name: "field",
    label: "Field",
    description: null,
    kind: "SCALAR",
    type,
    list: false,
    required: false,
    itemsRequired: true,
    builtIn: false,
    default: null,
    unique: false,
    readOnly: false,
    writeOnce: false,
    secret: false,
    localized: false,
    search: false,
    slugFrom: null,
    operators: [],
    sortable: true,
    groupable: true,
    deprecated: null,
    check: null,
    relation: null,
    asset: null,
    richText: null,
    ui: null,
    rules: [],
    can: { read: "ALL", create: "ALL", update: "ALL" },
    ...said,
  };
}
