import { Button, Combobox, Text, useCombobox } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Component } from "../model/model.ts";
import classes from "./card-list.module.css";
import option from "./option.module.css";

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
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const around = useRef<HTMLDivElement>(null);
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setSearch("");
    },
  });
  const { dropdownOpened, selectFirstOption } = combobox;
  // Enter takes the first that is found, which is there once it is drawn.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is found follows from what is searched
  useEffect(() => {
    if (dropdownOpened) selectFirstOption();
  }, [dropdownOpened, selectFirstOption, search]);
  const only = members.length === 1 ? members[0] : undefined;
  if (only) return children(() => onChoose(only.name));
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
        combobox.closeDropdown();
        onChoose(name);
      }}
    >
      <Combobox.DropdownTarget>
        <div ref={around} className={classes.target} data-open={dropdownOpened || undefined}>
          {children(() => combobox.toggleDropdown())}
        </div>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label={t("common.search")}
          placeholder={t("common.search")}
          className={members.length < searchedFrom ? classes.fewMembers : undefined}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === "Escape") around.current?.querySelector("button")?.focus();
          }}
          onBlur={() => combobox.closeDropdown()}
        />
        <Combobox.Options mah={320} style={{ overflowY: "auto" }}>
          {found.map((member) => (
            <Combobox.Option key={member.name} value={member.name}>
              <Text size="sm">{member.label}</Text>
              {member.description && <div className={option.about}>{member.description}</div>}
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{t("fields.nothingFound")}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
