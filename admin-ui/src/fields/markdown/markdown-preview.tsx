import { Anchor, Text, Typography } from "@mantine/core";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";
import { isOwnImage } from "./own-images.ts";

/** Markdown as readers will see it, more or less. Loaded when it is asked for. */
export function MarkdownPreview({ text }: { text: string }) {
  const { t } = useTranslation();
  if (text.trim() === "")
    return (
      <Text c="dimmed" size="sm">
        {t("fields.nothingToPreview")}
      </Text>
    );
  return (
    <Typography fz="sm">
      <Markdown remarkPlugins={[remarkGfm]} components={{ a: Link, img: Image }}>
        {text}
      </Markdown>
    </Typography>
  );
}

function Link({ href, children }: ComponentProps<"a">) {
  return (
    <Anchor href={href} target="_blank" rel="noopener noreferrer" inherit>
      {children}
    </Anchor>
  );
}

function Image({ src, alt }: ComponentProps<"img">) {
  const { t } = useTranslation();
  if (isOwnImage(src, window.location.href)) return <img src={src} alt={alt ?? ""} />;
  return (
    <Text span inherit c="dimmed" fs="italic">
      {t("fields.foreignImage", { name: alt || String(src ?? "") })}
    </Text>
  );
}
