import type { TFunction } from "i18next";
import { createMutation } from "../api/content.ts";
import { send } from "../api/operation.ts";
import type { Collection, Model } from "../model/model.ts";
import { recordTitle } from "../model/record-title.ts";
import { showDone, showFailure } from "../parts/toast.tsx";
import { confirmDelete } from "./bulk/confirm-delete.tsx";
import type { Row } from "./columns/column-selection.ts";
import { keptRecord } from "./kept-record.ts";

type Options = { model: Model; collection: Collection; row: Row; t: TFunction; onChanged: () => void };

/** Deletes a record once somebody said so, and offers to undo it where that is possible. Loaded when it is wanted. */
export async function removeRecord({ model, collection, row, t, onChanged }: Options): Promise<void> {
  // Read before anybody is asked, for afterwards there is nothing left to put back.
  const kept = await keptRecord(model, collection, row.id);
  const title = recordTitle(row, collection);
  const putBack = (data: Record<string, unknown>) =>
    send(createMutation(collection, "id"), { data }).then(onChanged, (error) => showFailure(error, t));
  confirmDelete({
    model,
    collection,
    ids: [row.id],
    titles: [title],
    t,
    onDone: () => {
      onChanged();
      const undo = kept && { label: t("common.undo"), onUndo: () => void putBack(kept) };
      showDone(t("list.deleted", { title }), undo ?? undefined);
    },
  });
}
