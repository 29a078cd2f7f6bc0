import { ActionIcon, Anchor, Group, Pill, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../../api/use-model.ts";
import type { Collection, Field, Model } from "../../model/model.ts";
import { fieldNamed } from "../../model/model.ts";
import { lazyPart } from "../../parts/lazy-part.ts";
import { FieldGroup } from "../field-group.tsx";
import { type RecordRef, useForm } from "../form-context.ts";
import type { InputProps } from "../kind.ts";
import { useStableCallback } from "../stable-callback.ts";
import { RecordCombobox } from "./record-combobox.tsx";
import { RecordLine } from "./record-line.tsx";
import { pictureField, refsOf, refTitle } from "./record-ref.ts";
import classes from "./relation.module.css";
import { hasOrder, loadedLimit } from "./relation-input.ts";
import { useCreateRelated } from "./use-create-related.ts";

const SortableRows = lazyPart(() =>
  import("./sortable-rows.tsx").then((file) => ({ default: file.SortableRows })),
);

/** Longer lists are put in order elsewhere: each row that can be dragged costs. */
const mostSortable = 200;

/** Chooses the records that a field holds: as chips, or as a list that may have an order. */
export function ToManyInput(props: InputProps) {
  const { field, value, onChange, isDisabled } = props;
  const { t, i18n } = useTranslation();
  const model = useModel();
  const form = useForm();
  const refs = refsOf(value);
  // What was not read is there all the same: the list as it was first given says whether it was cut.
  const [loaded] = useState(refs.length);
  const change = (next: RecordRef[]) => onChange(next);
  // A record is made or edited for a while, in which somebody else may change the list.
  const add = useStableCallback((ref: RecordRef) => {
    if (!refs.some((one) => one.id === ref.id)) change([...refs, ref]);
  });
  const renew = useStableCallback((ref: RecordRef) => {
    change(refs.map((one) => (one.id === ref.id ? ref : one)));
  });
  const create = useCreateRelated(field, props.path, add);
  const collection = model.collections.get(field.type);
  if (!collection) return null;

  // Of a record that is being made everything is here.
  const isCut = form?.recordId !== null && loaded >= loadedLimit(field);
  const stored = isCut ? (form?.countOf(props.path) ?? null) : null;
  const total = stored === null ? refs.length : stored - loaded + refs.length;
  const max = field.relation?.max ?? null;
  const isFull = max !== null && total >= max;
  const open = (ref: RecordRef) =>
    void form
      ?.openRecord({ collection: field.type, id: ref.id, field: { path: props.path, isList: true } })
      .then((saved) => saved && renew(saved));
  const actions: RowActions = {
    typeName: field.type,
    onOpen: form && collection.can.read !== "NONE" ? open : null,
    onRemove: isDisabled ? null : (ref) => change(refs.filter((one) => one.id !== ref.id)),
  };
  const number = new Intl.NumberFormat(i18n.language);

  return (
    <FieldGroup
      // A list that the model requires may still be empty.
      input={{ ...props, field: { ...field, required: false } }}
      actions={
        <Text size="xs" c="dimmed">
          {max === null ? total > 0 && number.format(total) : t("relation.ofMost", { count: total, max })}
        </Text>
      }
    >
      <Stack gap={6}>
        {refs.length > 0 &&
          (isShownAsChips(field, collection, model) ? (
            <Chips refs={refs} actions={actions} />
          ) : hasOrder(field) && !isDisabled && !isCut && refs.length > 1 && refs.length <= mostSortable ? (
            <Suspense fallback={<Rows refs={refs} actions={actions} />}>
              <SortableRows refs={refs} actions={actions} onChange={change} />
            </Suspense>
          ) : (
            <Rows refs={refs} actions={actions} />
          ))}
        {isCut && (
          <Text size="xs" c="dimmed">
            {t("relation.shown", { shown: number.format(refs.length), total: number.format(total) })}{" "}
            <FarEndLink field={field} collection={collection} />
          </Text>
        )}
        {refs.length === 0 && isDisabled && <Text c="dimmed">{t("relation.none")}</Text>}
        {!isDisabled && !isFull && (
          <RecordCombobox
            field={field}
            collection={collection}
            shown=""
            chosen={new Set(refs.map((ref) => ref.id))}
            onChoose={add}
            onCreate={create}
            staysOpen
            input={{
              id: props.id,
              "aria-label": t("relation.addTo", { label: props.label }),
              placeholder: t("relation.add", { label: collection.pluralLabel }),
              onBlur: props.onBlur,
              autoFocus: props.autoFocus,
              error: Boolean(props.error),
            }}
          />
        )}
      </Stack>
    </FieldGroup>
  );
}

export type RowActions = {
  typeName: string;
  onOpen: ((ref: RecordRef) => void) | null;
  onRemove: ((ref: RecordRef) => void) | null;
};

/** Records of many-to-many relations whose titles say all there is: words that tie things together. */
function isShownAsChips(field: Field, target: Collection, model: Model): boolean {
  const { storage } = field.relation ?? {};
  if (storage !== "JOIN" && storage !== "JOIN_INVERSE") return false;
  if (field.ui?.widget === "list") return false;
  if (field.ui?.widget === "chips") return true;
  const own = target.fields.filter((one) => !one.builtIn && one.kind !== "RELATION");
  return pictureField(target, model) === undefined && own.length <= 4;
}

function Chips({ refs, actions }: { refs: RecordRef[]; actions: RowActions }) {
  const { t } = useTranslation();
  const model = useModel();
  const { typeName, onOpen, onRemove } = actions;
  return (
    <Group gap={6}>
      {refs.map((ref) => {
        const title = refTitle(ref, typeName, model);
        return (
          <Pill
            key={ref.id}
            size="md"
            withRemoveButton={onRemove !== null}
            onRemove={() => onRemove?.(ref)}
            removeButtonProps={{
              "aria-label": t("relation.remove", { title }),
              "aria-hidden": false,
              tabIndex: 0,
            }}
          >
            {onOpen ? (
              <UnstyledButton
                className={classes.chip}
                onClick={() => onOpen(ref)}
                aria-label={t("relation.open", { title })}
              >
                {title}
              </UnstyledButton>
            ) : (
              title
            )}
          </Pill>
        );
      })}
    </Group>
  );
}

function Rows({ refs, actions }: { refs: RecordRef[]; actions: RowActions }) {
  return (
    <ul className={classes.rows}>
      {refs.map((ref) => (
        <li key={ref.id} className={classes.row}>
          <RowContent recordRef={ref} actions={actions} />
        </li>
      ))}
    </ul>
  );
}

export function RowContent({ recordRef, actions }: { recordRef: RecordRef; actions: RowActions }) {
  const { t } = useTranslation();
  const model = useModel();
  const { typeName, onOpen, onRemove } = actions;
  const title = refTitle(recordRef, typeName, model);
  const line = <RecordLine recordRef={recordRef} typeName={typeName} />;
  return (
    <>
      {onOpen ? (
        <UnstyledButton
          className={classes.title}
          onClick={() => onOpen(recordRef)}
          aria-label={t("relation.open", { title })}
        >
          {line}
        </UnstyledButton>
      ) : (
        <div className={classes.title}>{line}</div>
      )}
      {onRemove && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          onClick={() => onRemove(recordRef)}
          aria-label={t("relation.remove", { title })}
        >
          <IconX size={14} />
        </ActionIcon>
      )}
    </>
  );
}

/** The list of all of them, where the field at the other end tells them. */
function FarEndLink({ field, collection }: { field: Field; collection: Collection }) {
  const { t } = useTranslation();
  const model = useModel();
  const form = useForm();
  const inverse = field.relation?.inverse
    ? fieldNamed(model, collection.name, field.relation.inverse)
    : undefined;
  if (!inverse || !form?.recordId || inverse.operators.length === 0) return null;
  const isHere = { id: { eq: form.recordId } };
  const where = { [inverse.name]: inverse.list ? { some: isHere } : isHere };
  return (
    <Anchor
      underline="always"
      inherit
      renderRoot={(props) => (
        <Link
          to="/content/$collection"
          params={{ collection: collection.name }}
          search={{ where }}
          {...props}
        />
      )}
    >
      {t("relation.openList")}
    </Anchor>
  );
}
