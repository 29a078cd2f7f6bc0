import { CloseButton, Kbd, TextInput } from "@mantine/core";
import { useDebouncedCallback, useHotkeys } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./list.module.css";

type Props = { label: string; value: string; onChange: (text: string) => void };

const pauseMilliseconds = 250;

/** The quick search: what is typed is looked for after a short pause. `/` leads here. */
export function SearchBox({ label, value, onChange }: Props) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  // What the address said when it was last typed in: another value came from elsewhere, such as the way back.
  const [typed, setTyped] = useState({ text: value, told: value });
  const text = typed.told === value ? typed.text : value;
  const tell = useDebouncedCallback((next: string) => {
    setTyped({ text: next, told: next.trim() });
    onChange(next.trim());
  }, pauseMilliseconds);
  useHotkeys([["/", () => input.current?.focus()]]);
  const change = (next: string) => {
    setTyped({ text: next, told: value });
    tell(next);
  };
  return (
    <TextInput
      ref={input}
      className={classes.search}
      size="xs"
      type="search"
      role="searchbox"
      aria-label={label}
      placeholder={t("list.search")}
      leftSection={<IconSearch size={14} />}
      rightSection={
        text === "" ? (
          <Kbd size="xs" visibleFrom="sm">
            /
          </Kbd>
        ) : (
          <CloseButton
            size="xs"
            aria-label={t("list.clearSearch")}
            onClick={() => {
              change("");
              tell.flush();
              input.current?.focus();
            }}
          />
        )
      }
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") tell.flush();
        if (event.key === "Escape" && text !== "") {
          change("");
          tell.flush();
        }
      }}
    />
  );
}
