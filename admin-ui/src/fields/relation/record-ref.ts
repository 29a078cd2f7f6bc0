import { isRecord } from "../../api/json-object.ts";
import { type Collection, type Field, isReadable, type Model } from "../../model/model.ts";
import { recordTitle, titleFields } from "../../model/record-title.ts";
import type { RecordRef } from "../form-context.ts";

/** What a query asks of a related record: its id, its title, and the file that is its picture. */
export function refSelection(model: Model, typeName: string): string {
  const collection = model.collections.get(typeName);
  if (!collection) return " { id }";
  const names = refFields(collection, model).map((field) =>
    field.kind === "RELATION" ? `${field.name} { id ${fileFields(model)} }` : field.name,
  );
  return ` { ${["id", ...names].join(" ")} }`;
}

/** The part of a record that stands for it where it is related. */
export function refOf(record: Record<string, unknown>, typeName: string, model: Model): RecordRef {
  const collection = model.collections.get(typeName);
  const fields = collection ? refFields(collection, model) : [];
  const parts = fields.map((field) => [field.name, record[field.name] ?? null]);
  return { ...Object.fromEntries(parts), id: String(record.id) };
}

function refFields(collection: Collection, model: Model): Field[] {
  const picture = pictureField(collection, model);
  const own = collection.name === "Asset" ? collection.fields.filter(isFileField) : [];
  const fields = [...titleFields(collection), picture, ...own].filter((field) => field !== undefined);
  return [...new Set(fields)].filter((field) => field.name !== "id");
}

/** The field that holds a record's picture: a single file, images before others. */
export function pictureField(collection: Collection, model: Model): Field | undefined {
  if (model.collections.get("Asset")?.can.read === "NONE") return undefined;
  const files = collection.fields.filter(
    (field) =>
      field.kind === "RELATION" &&
      field.type === "Asset" &&
      !field.list &&
      !field.builtIn &&
      field.can.read === "ALL",
  );
  const isImage = (field: Field) => field.asset?.accept.some((type) => type.startsWith("image/"));
  return files.find(isImage) ?? files[0];
}

function isFileField(field: Field): boolean {
  return (field.name === "name" || field.name === "mimeType") && isReadable(field);
}

function fileFields(model: Model): string {
  const asset = model.collections.get("Asset");
  return (asset?.fields.filter(isFileField) ?? []).map((field) => field.name).join(" ");
}

/** The file that is the picture of a related record, if it has one. */
export function pictureOf(ref: Record<string, unknown>, typeName: string, model: Model): RecordRef | null {
  if (typeName === "Asset") return isRef(ref) ? ref : null;
  const collection = model.collections.get(typeName);
  const field = collection && pictureField(collection, model);
  const file = field ? ref[field.name] : null;
  return isRef(file) ? file : null;
}

export function isRef(value: unknown): value is RecordRef {
  return isRecord(value) && typeof value.id === "string";
}

/** The related records that a value holds, be it one or many. */
export function refsOf(value: unknown): RecordRef[] {
  return (Array.isArray(value) ? value : [value]).filter(isRef);
}

export function refTitle(ref: RecordRef, typeName: string, model: Model): string {
  return recordTitle(ref, model.collections.get(typeName));
}
