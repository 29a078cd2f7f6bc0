import { ActionIcon, Tooltip } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCopied } from "../parts/use-copied.ts";

type CopyButtonProps = {
  label: string;
  icon: ReactNode;
  text: () => string;
};

/** An icon button that copies, and shows for a moment that it did. */
export function CopyButton({ label, icon, text }: CopyButtonProps) {
  const { t } = useTranslation();
  const { isCopied, copy } = useCopied();
  return (
    <Tooltip label={isCopied ? t("common.copied") : label}>
      <ActionIcon
        variant="subtle"
        color={isCopied ? "teal" : "gray"}
        aria-label={label}
        onClick={() => void copy(text())}
      >
        {isCopied ? <IconCheck size={17} /> : icon}
      </ActionIcon>
    </Tooltip>
  );
}
