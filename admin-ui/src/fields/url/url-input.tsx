import { ActionIcon } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { InputProps } from "../kind.ts";
import { TextLine } from "../text-line.tsx";
import { openAddress } from "./open-address.ts";

export function UrlInput(props: InputProps) {
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
