import { Anchor, Button, Combobox, Group, Loader, Stack, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type RecordKey, useRecordTitle } from "../../parts/record-titles.ts";
import option from "../option.module.css";
import { openAddress } from "../url/open-address.ts";
import { entryAddress, readEntryAddress, typedAddress } from "./entry-address.ts";
import { type FoundEntry, useEntrySearch } from "./entry-search.ts";

type Props = {
  /** Where the link leads now; empty when there is none. */
  address: string;
  onLink: (address: string, words: string) => void;
  onUnlink: (() => void) | null;
};

/** Asks where a link leads: to an address that is typed, or to an entry that is found by its title. */
export function LinkForm({ address, onLink, onUnlink }: Props) {
  const { t } = useTranslation();
  const isEntry = readEntryAddress(address) !== null;
  const [text, setText] = useState(isEntry ? "" : address);
  const [searched] = useDebouncedValue(text, 200);
  const typed = typedAddress(text);
  const search = useEntrySearch(typed && !/^[\w-]+$/.test(text) ? "" : searched);
  const combobox = useCombobox({ opened: true });
  const entries = text.trim().length > 1 ? (search.data ?? []) : [];
  const choose = (option: string) => {
    const entry = entries.find((it) => entryAddress(it) === option);
    if (entry) onLink(option, entry.title);
    else if (typed) onLink(typed, text.trim());
  };
  return (
    <Stack gap="xs">
      {address !== "" && <Current address={address} onUnlink={onUnlink} />}
      <Combobox store={combobox} onOptionSubmit={choose}>
        <Combobox.EventsTarget>
          <TextInput
            data-autofocus
            label={t("fields.linkTo")}
            placeholder={t("fields.linkHint")}
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              combobox.resetSelectedOption();
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || combobox.getSelectedOptionIndex() >= 0) return;
              event.preventDefault();
              if (typed) onLink(typed, text.trim());
            }}
            rightSection={search.isFetching ? <Loader size={14} /> : undefined}
          />
        </Combobox.EventsTarget>
        <Combobox.Options mah={240} style={{ overflowY: "auto" }}>
          {typed && typed !== address && (
            <Combobox.Option value="address">
              <Text size="sm" truncate>
                {t("fields.linkToAddress", { address: typed })}
              </Text>
            </Combobox.Option>
          )}
          {entries.map((entry) => (
            <Entry key={entryAddress(entry)} entry={entry} />
          ))}
          {search.isSuccess && entries.length === 0 && !typed && text.trim().length > 1 && (
            <Combobox.Empty>{t("fields.nothingFound")}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox>
    </Stack>
  );
}

function Entry({ entry }: { entry: FoundEntry }) {
  return (
    <Combobox.Option value={entryAddress(entry)}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" truncate>
          {entry.title}
        </Text>
        <span className={option.about} style={{ flex: "none" }}>
          {entry.label}
        </span>
      </Group>
    </Combobox.Option>
  );
}

function Current({ address, onUnlink }: { address: string; onUnlink: (() => void) | null }) {
  const { t } = useTranslation();
  const entry = readEntryAddress(address);
  const href = openAddress(address);
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <Text size="sm" truncate>
        {entry ? (
          <EntryLink {...entry} />
        ) : href ? (
          <Anchor inherit href={href} target="_blank" rel="noopener noreferrer">
            {address}
          </Anchor>
        ) : (
          address
        )}
      </Text>
      {onUnlink && (
        <Button variant="subtle" color="gray" size="compact-xs" onClick={onUnlink} style={{ flex: "none" }}>
          {t("fields.unlink")}
        </Button>
      )}
    </Group>
  );
}

/** In a tab of its own: what is written here is not saved yet. */
function EntryLink({ collection, id }: RecordKey) {
  const title = useRecordTitle(collection, id);
  return (
    <Anchor
      inherit
      renderRoot={(props) => (
        <Link to="/content/$collection/$id" params={{ collection, id }} target="_blank" {...props} />
      )}
    >
      {title ?? id}
    </Anchor>
  );
}
