import { useTranslation } from "react-i18next";
import { useModel } from "../../api/use-model.ts";
import type { RecordRef } from "../form-context.ts";
import { moved } from "../item-keys.ts";
import { DragHandle, SortableItem, SortableList } from "../sortable.tsx";
import { refTitle } from "./record-ref.ts";
import classes from "./relation.module.css";
import { type RowActions, RowContent } from "./to-many-input.tsx";

type Props = { refs: RecordRef[]; actions: RowActions; onChange: (refs: RecordRef[]) => void };

/** Related records in an order that can be changed. */
export function SortableRows({ refs, actions, onChange }: Props) {
  const { t } = useTranslation();
  const model = useModel();
  const nameOf = (index: number) => {
    const ref = refs[index];
    return ref ? refTitle(ref, actions.typeName, model) : "";
  };
  return (
    <div className={classes.rows}>
      <SortableList
        keys={refs.map((ref) => ref.id)}
        nameOf={nameOf}
        onMove={(from, to) => onChange(moved(refs, from, to))}
      >
        {refs.map((ref, index) => (
          <SortableItem key={ref.id} itemKey={ref.id} className={classes.row}>
            <DragHandle label={t("fields.move", { name: nameOf(index) })} />
            <RowContent recordRef={ref} actions={actions} />
          </SortableItem>
        ))}
      </SortableList>
    </div>
  );
}
