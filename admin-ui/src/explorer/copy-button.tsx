import { ActionIcon, Tooltip } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { copyText } from "./copy-text.ts";

type CopyButtonProps = {
  label: string;
  icon: ReactNode;
  text: () => string;
};

const confirmationMilliseconds = 1500;

/** An icon button that copies, and shows for a moment that it did. */
export function CopyButton({ label, icon, text }: CopyButtonProps) {
  const { t } = useTranslation();
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await copyText(text());
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), confirmationMilliseconds);
  };
  return (
    <Tooltip label={isCopied ? t("common.copied") : label}>
      <ActionIcon variant="subtle" color={isCopied ? "teal" : "gray"} aria-label={label} onClick={copy}>
        {isCopied ? <IconCheck size={17} /> : icon}
      </ActionIcon>
    </Tooltip>
  );
}
