import { useModel } from "../api/use-model.ts";
import type { RecordRef } from "../fields/form-context.ts";
import { EntryEditor } from "./entry-editor.tsx";
import { NewEntry, StoredEntry } from "./entry-source.tsx";
import type { Values } from "./merge.ts";
import type { OpenEntry } from "./open-entries.ts";

type Props = {
  entry: OpenEntry;
  initial: Values | undefined;
  /** How many entries are open below it. */
  place: number;
  isActive: boolean;
  /** It was saved and is about to be left. */
  onSaved: (saved: RecordRef) => void;
  onClose: (saved: RecordRef | null) => void;
};

const nothing: Values = {};

/** The editor of an entry that is open over the page. */
export function DrawerEntry({ entry, initial, place, isActive, onSaved, onClose }: Props) {
  const model = useModel();
  const collection = model.collections.get(entry.collection);
  if (!collection) return null;
  const frame = { kind: "drawer", place, onSaved, onClose } as const;
  if (entry.id === null)
    return (
      <NewEntry key={model.fingerprint} collection={collection} copied={null} initial={initial ?? nothing}>
        {(source) => (
          <EntryEditor collection={collection} id={null} source={source} isActive={isActive} frame={frame} />
        )}
      </NewEntry>
    );
  return (
    <StoredEntry key={model.fingerprint} collection={collection} id={collection.singleton ? null : entry.id}>
      {(source) => (
        <EntryEditor
          collection={collection}
          id={collection.singleton ? null : entry.id}
          source={source}
          isActive={isActive}
          frame={frame}
        />
      )}
    </StoredEntry>
  );
}
