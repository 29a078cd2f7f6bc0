import { useParams, useSearch } from "@tanstack/react-router";
import { ApiError } from "../api/api-error.ts";
import { useModel } from "../api/use-model.ts";
import { titleField } from "../model/model.ts";
import { ErrorState } from "../parts/error-state.tsx";
import { useDrawers } from "./drawer-context.ts";
import { EntryDrawers } from "./entry-drawers.tsx";
import { EntryEditor } from "./entry-editor.tsx";
import { NewEntry, StoredEntry } from "./entry-source.tsx";
import type { Values } from "./merge.ts";

/** A page where a record is made. The address may name one to copy (`from`) and give the title (`title`). */
export function NewEntryPage() {
  return (
    <EntryDrawers>
      <NewEntryContent />
    </EntryDrawers>
  );
}

/** A page where a record is edited. */
export function EntryPage() {
  return (
    <EntryDrawers>
      <EntryContent />
    </EntryDrawers>
  );
}

/** A page where the one record of a singleton is edited, whether or not it is there already. */
export function SingletonPage() {
  return (
    <EntryDrawers>
      <EntryContent />
    </EntryDrawers>
  );
}

function NewEntryContent() {
  const { collection: name } = useParams({ strict: false });
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const model = useModel();
  const collection = model.collections.get(name ?? "");
  const { depth } = useDrawers();
  if (!collection) return <ErrorState isPage error={new ApiError(name ?? "", "NOT_FOUND")} />;
  if (collection.can.create === "NONE")
    return <ErrorState isPage error={new ApiError(collection.label, "FORBIDDEN")} />;
  const copied = typeof search.from === "string" ? search.from : null;
  const title = titleField(collection);
  const initial: Values =
    title && typeof search.title === "string" ? { [title.name]: search.title } : nothing;
  // Another number in the address is another form, such as after "save and new"; and so is one of another model.
  const key = `${collection.name} ${copied ?? ""} ${String(search.nth ?? "")} ${model.fingerprint}`;
  return (
    <NewEntry isPage key={key} collection={collection} copied={copied} initial={initial}>
      {(source) => (
        <EntryEditor
          collection={collection}
          id={null}
          source={source}
          isActive={depth === 0}
          frame={{ kind: "page" }}
        />
      )}
    </NewEntry>
  );
}

const nothing: Values = {};

function EntryContent() {
  const { collection: name, id } = useParams({ strict: false });
  const model = useModel();
  const collection = model.collections.get(name ?? "");
  const { depth } = useDrawers();
  if (!collection) return <ErrorState isPage error={new ApiError(name ?? "", "NOT_FOUND")} />;
  if (collection.can.read === "NONE")
    return <ErrorState isPage error={new ApiError(collection.label, "FORBIDDEN")} />;
  const known = collection.singleton ? null : (id ?? "");
  return (
    <StoredEntry
      isPage
      key={`${collection.name}/${known} ${model.fingerprint}`}
      collection={collection}
      id={known}
    >
      {(source) => (
        <EntryEditor
          collection={collection}
          id={known}
          source={source}
          isActive={depth === 0}
          frame={{ kind: "page" }}
        />
      )}
    </StoredEntry>
  );
}
