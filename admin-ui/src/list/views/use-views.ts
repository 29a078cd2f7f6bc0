import { useQueryClient } from "@tanstack/react-query";
import {
  RemoveViewDocument,
  type SavedViewFragment,
  SavedViewsDocument,
  type SavedViewsQuery,
  SaveViewDocument,
} from "../../../generated/operations.ts";
import { useOperation, useSend } from "../../api/use-operation.ts";
import type { Collection } from "../../model/model.ts";
import { savedViewsKey } from "./saved-views.ts";

export type SavedView = SavedViewFragment;

/** The saved views of a collection, and how to change them. They are asked for when they are wanted. */
export function useViews(collection: Collection, isWanted: boolean) {
  const queries = useQueryClient();
  const key = savedViewsKey(collection);
  const query = useOperation(SavedViewsDocument, { collection: collection.name }, { enabled: isWanted });
  const save = useSend(SaveViewDocument);
  const remove = useSend(RemoveViewDocument);
  const change = (to: (views: SavedView[]) => SavedView[]) =>
    queries.setQueryData<SavedViewsQuery>(key, (before) => ({ savedItems: to(before?.savedItems ?? []) }));
  return {
    query,
    views: query.data?.savedItems ?? [],
    save: async (view: {
      id: string | null;
      name: string;
      data: Record<string, unknown>;
      roles: string[];
    }): Promise<SavedView> => {
      const { saveItem } = await save.mutateAsync({ ...view, collection: collection.name });
      change((views) =>
        [...views.filter((it) => it.id !== saveItem.id), saveItem].sort((one, other) =>
          one.name.localeCompare(other.name),
        ),
      );
      return saveItem;
    },
    remove: async (id: string) => {
      await remove.mutateAsync({ id });
      change((views) => views.filter((view) => view.id !== id));
    },
  };
}

export type Views = ReturnType<typeof useViews>;
