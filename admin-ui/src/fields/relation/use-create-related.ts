import { useModel } from "../../api/use-model.ts";
import { type Field, fieldNamed, titleField } from "../../model/model.ts";
import { recordTitle } from "../../model/record-title.ts";
import { type RecordRef, useForm } from "../form-context.ts";

/**
 * Makes a record for a relation in a drawer, with a title to begin with. Null where nobody may, and where it could not
 * be stored: it needs the record of the form, which is not stored itself.
 */
export function useCreateRelated(
  field: Field,
  path: string,
  onCreated: (ref: RecordRef) => void,
): ((title: string) => void) | null {
  const model = useModel();
  const form = useForm();
  const target = model.collections.get(field.type);
  if (!form || !target || target.singleton || target.can.create === "NONE") return null;
  const farEnd = field.relation?.inverse ? fieldNamed(model, field.type, field.relation.inverse) : undefined;
  const isOwnedByTarget = field.relation?.storage === "INVERSE" && farEnd !== undefined;
  if (isOwnedByTarget && farEnd.required && form.recordId === null) return null;
  return (text) => {
    const title = titleField(target);
    const canTakeText = title && title.kind === "SCALAR" && title.operators.includes("contains");
    const named = canTakeText && text !== "" ? { [title.name]: text } : {};
    const initial = { ...named, ...backLink() };
    void form
      .openRecord({ collection: field.type, id: null, initial, field: { path, isList: field.list } })
      .then((saved) => saved && onCreated(saved));
  };

  /** The field of the new record that points back here. */
  function backLink(): Record<string, unknown> {
    if (!isOwnedByTarget || !farEnd || !form?.recordId) return {};
    const own = titleField(form.collection);
    const values = { id: form.recordId, ...(own ? { [own.name]: form.valueAt(own.name) } : {}) };
    return { [farEnd.name]: { ...values, title: recordTitle(values, form.collection) } };
  }
}
