import { Button, Combobox, Text, useCombobox } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Component } from "../model/model.ts";
import classes from "./card-list.module.css";

type Props = { members: Component[]; label: string; onChoose: (component: string) => void };

/** From so many members on, one searches among them. */
const searchedFrom = 7;

/** Adds a component; asks which one, where there are several. */
export function InsertButton(props: Props) {
  const { t } = useTranslation();
  return (
    <Chooser {...props}>
      {(open) => (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={open}
          aria-label={props.label}
        >
          {t("common.add")}
        </Button>
      )}
    </Chooser>
  );
}

/** The same, as a line between two cards that shows itself when it is pointed at. */
export function InsertLine(props: Props) {
  return (
    <Chooser {...props}>
      {(open) => (
        <button type="button" className={classes.insert} onClick={open} aria-label={props.label}>
          <span className={classes.plus}>
            <IconPlus size={12} aria-hidden />
          </span>
        </button>
      )}
    </Chooser>
  );
}

function Chooser({ members, onChoose, children }: Props & { children: (open: () => void) => ReactNode }) {
  const [isMounted, setMounted] = useState(false);
  const only = members.length === 1 ? members[0] : undefined;
  if (only) return children(() => onChoose(only.name));
  // Of thirty of these, hardly one is ever opened.
  if (!isMounted) return children(() => setMounted(true));
  return (
    <OpenChooser members={members} onChoose={onChoose} onClose={() => setMounted(false)} button={children} />
  );
}

type OpenProps = {
  members: Component[];
  onChoose: (component: string) => void;
  onClose: () => void;
  button: (open: () => void) => ReactNode;
};

function OpenChooser({ members, onChoose, onClose, button }: OpenProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const combobox = useCombobox({ opened: true, onDropdownClose: onClose });
  const found = members.filter((member) =>
    `${member.label} ${member.description ?? ""}`.toLowerCase().includes(search.trim().toLowerCase()),
  );
  return (
    <Combobox
      store={combobox}
      width={300}
      position="bottom-start"
      shadow="md"
      withinPortal
      onOptionSubmit={(name) => {
        onClose();
        onChoose(name);
      }}
    >
      <Combobox.DropdownTarget>
        <div className={classes.target}>{button(onClose)}</div>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown>
        <Combobox.Search
          ref={focusInPlace}
          aria-label={t("common.search")}
          placeholder={t("common.search")}
          className={members.length < searchedFrom ? classes.fewMembers : undefined}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
        />
        <Combobox.Options mah={320} style={{ overflowY: "auto" }}>
          {found.map((member) => (
            <Combobox.Option key={member.name} value={member.name}>
              <Text size="sm">{member.label}</Text>
              {member.description && (
                <Text size="xs" c="dimmed">
                  {member.description}
                </Text>
              )}
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{t("fields.nothingFound")}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** Before the list has found its place it stands at the top of the page, where nothing should scroll to. */
function focusInPlace(input: HTMLInputElement | null): void {
  input?.focus({ preventScroll: true });
}
