import { Combobox, Group, Loader, Text, TextInput, type TextInputProps, useCombobox } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../../api/use-model.ts";
import type { Collection, Field } from "../../model/model.ts";
import { errorWords } from "../../parts/error-words.ts";
import type { RecordRef } from "../form-context.ts";
import { RecordLine } from "./record-line.tsx";
import { foundLimit, useRecordSearch } from "./record-search.ts";

type Props = {
  field: Field;
  collection: Collection;
  /** What stands in the box while nothing is searched for. */
  shown: string;
  /** Records that are not offered, for they are chosen already. */
  chosen: ReadonlySet<string>;
  onChoose: (ref: RecordRef) => void;
  /** Makes a record with this title; null where nobody may. */
  onCreate: ((title: string) => void) | null;
  /** Whether the list stays open for the next one. */
  staysOpen?: boolean;
  input: Omit<TextInputProps, "value" | "onChange" | "onFocus" | "onBlur" | "onClick"> & {
    onBlur?: (() => void) | undefined;
  };
};

const createOption = " create";

/** A box to search records in, with what was found below it. */
export function RecordCombobox(props: Props) {
  const { field, collection, shown, chosen, onChoose, onCreate, staysOpen, input } = props;
  const { t } = useTranslation();
  const model = useModel();
  const [text, setText] = useState("");
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const isOpen = combobox.dropdownOpened;
  const { found, error, isLoading } = useRecordSearch(field, collection, text, isOpen);
  const offered = found.filter((ref) => !chosen.has(ref.id));
  const name = text.trim();

  const close = () => {
    combobox.closeDropdown();
    setText("");
  };
  const submit = (option: string) => {
    const ref = offered.find((one) => one.id === option);
    if (option === createOption) {
      close();
      onCreate?.(name);
    } else if (ref) {
      onChoose(ref);
      setText("");
      if (!staysOpen) close();
    }
  };

  return (
    <Combobox store={combobox} onOptionSubmit={submit} zIndex={310} offset={4} shadow="md">
      <Combobox.Target withExpandedAttribute>
        <TextInput
          {...input}
          autoComplete="off"
          spellCheck={false}
          value={isOpen ? text : shown}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onClick={() => combobox.openDropdown()}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || !isOpen) return;
            // The drawer that the form may stand in stays open.
            event.stopPropagation();
            close();
          }}
          onBlur={() => {
            close();
            input.onBlur?.();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={300} style={{ overflowY: "auto" }} aria-label={collection.pluralLabel}>
          {offered.map((ref) => (
            <Combobox.Option key={ref.id} value={ref.id}>
              <RecordLine recordRef={ref} typeName={collection.name} />
            </Combobox.Option>
          ))}
          {offered.length === 0 && (
            <Combobox.Empty>
              {error ? errorWords(error, t).title : isLoading ? <Loader size="xs" /> : t("relation.nothing")}
            </Combobox.Empty>
          )}
          {found.length >= foundLimit && (
            <Text size="xs" c="dimmed" px="xs" py={4}>
              {t("relation.typeMore")}
            </Text>
          )}
          {onCreate && (
            <Combobox.Option value={createOption} style={{ borderTop: "1px solid var(--hw-line)" }}>
              <Group gap={6} wrap="nowrap">
                <IconPlus size={14} />
                <Text inherit truncate>
                  {name === ""
                    ? t("relation.create", { label: model.collections.get(collection.name)?.label ?? "" })
                    : t("relation.createNamed", { name })}
                </Text>
              </Group>
            </Combobox.Option>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
