import { ActionIcon, Group, Tooltip } from "@mantine/core";
import { IconExternalLink, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useModel } from "../../api/use-model.ts";
import { Thumbnail } from "../../parts/thumbnail.tsx";
import { useForm } from "../form-context.ts";
import { type InputProps, inputProps } from "../kind.ts";
import { RecordCombobox } from "./record-combobox.tsx";
import { hasPictures } from "./record-line.tsx";
import { isRef, pictureOf, refTitle } from "./record-ref.ts";
import { useCreateRelated } from "./use-create-related.ts";

/** Chooses the one record that a field points to. */
export function ToOneInput(props: InputProps) {
  const { field, value, onChange, isDisabled } = props;
  const { t } = useTranslation();
  const model = useModel();
  const form = useForm();
  const create = useCreateRelated(field, props.path, (ref) => onChange(ref));
  const collection = model.collections.get(field.type);
  const ref = isRef(value) ? value : null;
  const title = ref ? refTitle(ref, field.type, model) : "";
  const common = inputProps(props);
  if (!collection) return null;

  const buttons = (
    <Group gap={0} wrap="nowrap">
      {ref && form && collection.can.read !== "NONE" && (
        <Tooltip label={t("relation.open", { title })}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t("relation.open", { title })}
            onClick={() =>
              void form
                .openRecord({
                  collection: field.type,
                  id: ref.id,
                  field: { path: props.path, isList: false },
                })
                .then((saved) => saved && onChange(saved))
            }
          >
            <IconExternalLink size={15} />
          </ActionIcon>
        </Tooltip>
      )}
      {ref && !isDisabled && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t("relation.clear", { label: field.label || props.label })}
          onClick={() => onChange(null)}
        >
          <IconX size={15} />
        </ActionIcon>
      )}
    </Group>
  );
  return (
    <RecordCombobox
      field={field}
      collection={collection}
      shown={title}
      chosen={new Set(ref ? [ref.id] : [])}
      onChoose={onChange}
      onCreate={create}
      input={{
        ...common,
        placeholder: title || t("relation.search", { label: collection.pluralLabel }),
        leftSection: ref && hasPictures(field.type, model) && (
          <Thumbnail file={pictureOf(ref, field.type, model)} label={title} size={22} />
        ),
        rightSection: buttons,
        rightSectionWidth: ref ? (form && !isDisabled ? 60 : 36) : 8,
        rightSectionPointerEvents: "all",
      }}
    />
  );
}
