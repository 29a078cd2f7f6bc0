import type { QueryKey } from "@tanstack/react-query";
import { SavedViewsDocument } from "../../../generated/operations.ts";
import { isRecord } from "../../api/json-object.ts";
import { operationKey } from "../../api/use-operation.ts";
import type { Collection } from "../../model/model.ts";
import { type ListAddress, readAddress, writeAddress } from "../list-address.ts";

/** Where the answer of `SavedViews` is kept. */
export function savedViewsKey(collection: Collection): QueryKey {
  return operationKey(SavedViewsDocument as never, { collection: collection.name });
}

/** The same as a field of another query. */
export function savedViewsText(collection: Collection): string {
  return `views: savedItems(kind: VIEW, collection: "${collection.name}") { id name data roles mine updatedAt owner { id name email } }`;
}

/** What a view remembers of a list: how it is filtered, ordered and shown, but no page. */
export function viewData(address: ListAddress): Record<string, unknown> {
  return writeAddress({ ...address, view: null, place: { kind: "first" } });
}

/** The list as the view has it. */
export function viewAddress(id: string, data: unknown): ListAddress {
  return { ...readAddress(isRecord(data) ? data : {}), view: id, place: { kind: "first" } };
}

/** Whether the list is still as the view has it. */
export function isUnchanged(address: ListAddress, data: unknown): boolean {
  const view = viewData(readAddress(isRecord(data) ? data : {}));
  return JSON.stringify(view) === JSON.stringify(viewData(address));
}

/** Whether the address names a view and says nothing of its own: then the view says it. */
export function isViewAlone(address: ListAddress): boolean {
  return address.view !== null && Object.keys(viewData(address)).length === 0;
}
