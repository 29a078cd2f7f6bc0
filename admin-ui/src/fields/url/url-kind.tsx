import { ActionIcon } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type CellProps, type FieldKind, type InputProps, leaf } from "../kind.ts";
import { LinkCell } from "../link-cell.tsx";
import { TextLine } from "../text-line.tsx";
import { openAddress } from "./open-address.ts";

function Input(props: InputProps) {
  const { t } = useTranslation();
  const href = openAddress(props.value);
  const open = href && (
    <ActionIcon
      component="a"
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      variant="subtle"
      color="gray"
      aria-label={t("fields.openLink")}
    >
      <IconExternalLink size={16} />
    </ActionIcon>
  );
  return (
    <TextLine
      input={props}
      type="text"
      inputMode="url"
      placeholder="https://"
      spellCheck={false}
      autoComplete="off"
      rightSection={open}
    />
  );
}

function Cell({ value }: CellProps) {
  return <LinkCell text={String(value)} href={openAddress(value)} />;
}

export const urlKind: FieldKind = { ...leaf, name: "url", Input, Cell, columnWidth: 220 };
