import { useDebouncedValue } from "@mantine/hooks";
import { recordsQuery } from "../../api/content.ts";
import { useModel } from "../../api/use-model.ts";
import { useOperation } from "../../api/use-operation.ts";
import { type Collection, type Field, titleField } from "../../model/model.ts";
import { titleFields } from "../../model/record-title.ts";
import type { RecordRef } from "../form-context.ts";
import { refSelection, refsOf } from "./record-ref.ts";

export const foundLimit = 20;
const settleMilliseconds = 180;

type Filter = Record<string, unknown>;

/** The records that a relation may point to and that fit what is typed, those that changed last before others. */
export function useRecordSearch(field: Field, collection: Collection, typed: string, isOpen: boolean) {
  const model = useModel();
  const [text] = useDebouncedValue(typed.trim(), settleMilliseconds);
  const filters = [textFilter(collection, text), acceptFilter(field.asset?.accept ?? [])].filter(Boolean);
  const query = useOperation(
    recordsQuery(collection, refSelection(model, collection.name).slice(3, -2)),
    {
      where: filters.length > 1 ? { and: filters } : (filters[0] ?? {}),
      orderBy: newestFirst(collection),
      limit: foundLimit,
    },
    { enabled: isOpen && collection.can.read !== "NONE", keepPrevious: true, acceptsNulls: true },
  );
  const found: RecordRef[] = refsOf(query.data?.page ?? []);
  return { found, error: query.error, isLoading: query.isPending || text !== typed.trim() };
}

/** By a part of the title, or by the whole id. */
export function textFilter(collection: Collection, text: string): Filter | null {
  if (text === "") return null;
  const byId = { id: { eq: text } };
  const title = titleField(collection);
  const texts = titleFields(collection).filter(
    (field) => field.can.read === "ALL" && field.operators.includes("contains"),
  );
  if (texts.length > 0)
    return {
      or: [...texts.map((field) => ({ [field.name]: { contains: text, mode: "INSENSITIVE" } })), byId],
    };
  if (title?.can.read !== "ALL") return byId;
  const isNumber = ["Int", "Float"].includes(title.type) && Number.isFinite(Number(text));
  return isNumber ? { or: [{ [title.name]: { eq: Number(text) } }, byId] } : byId;
}

/** Files of these kinds: `image/*`, `application/pdf`, `.csv`. */
export function acceptFilter(accept: string[]): Filter | null {
  const each = accept.flatMap((kind): Filter[] => {
    if (kind === "*/*" || kind === "*") return [];
    if (kind.startsWith(".")) return [{ name: { endsWith: kind, mode: "INSENSITIVE" } }];
    if (kind.endsWith("/*")) return [{ mimeType: { startsWith: kind.slice(0, -1) } }];
    return [{ mimeType: { eq: kind } }];
  });
  return each.length > 0 && each.length === accept.length ? { or: each } : null;
}

function newestFirst(collection: Collection): Filter[] | null {
  const isKnown = collection.fields.some((field) => field.name === "updatedAt" && field.sortable);
  return isKnown ? [{ updatedAt: "DESC" }] : null;
}
