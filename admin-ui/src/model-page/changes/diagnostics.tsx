import { Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Plan } from "../draft/use-model-files.ts";
import pageClasses from "../model-page.module.css";
import { ModelLink } from "../types/type-link.tsx";

export type Diagnostic = Plan["diagnostics"][number];

/** What is wrong with the files, each with its place. */
export function Diagnostics({ diagnostics }: { diagnostics: Diagnostic[] }) {
  const { t } = useTranslation();
  if (diagnostics.length === 0) return null;
  return (
    <ul className={`${pageClasses.list} ${pageClasses.box}`}>
      {diagnostics.map((diagnostic) => (
        <li
          key={`${diagnostic.file}:${diagnostic.line}:${diagnostic.column} ${diagnostic.message}`}
          className={pageClasses.row}
        >
          {diagnostic.severity === "ERROR" ? (
            <IconCircleX
              size={17}
              color="var(--mantine-color-error)"
              role="img"
              aria-label={t("model.severity.ERROR")}
            />
          ) : (
            <IconAlertTriangle
              size={17}
              color="var(--hw-notice-text)"
              role="img"
              aria-label={t("model.severity.WARNING")}
            />
          )}
          <div style={{ flex: "1 1 240px", minWidth: 0 }}>
            <Text size="sm">{withoutMarks(diagnostic.message)}</Text>
            {diagnostic.hint && (
              <Text size="xs" c="dimmed">
                {withoutMarks(diagnostic.hint)}
              </Text>
            )}
          </div>
          {diagnostic.file && diagnostic.line && (
            <ModelLink
              to={{ view: "files", file: diagnostic.file, line: diagnostic.line }}
              className={`${pageClasses.mono} ${pageClasses.link}`}
            >
              {`${diagnostic.file.replace(/^schema\//, "")}:${diagnostic.line}`}
            </ModelLink>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The server's words mark names as Markdown does. */
function withoutMarks(words: string) {
  return words.split("`").map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text
      <code key={index} className={pageClasses.mono}>
        {part}
      </code>
    ) : (
      part
    ),
  );
}
