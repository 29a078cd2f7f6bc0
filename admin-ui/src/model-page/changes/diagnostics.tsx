import { Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Plan } from "../draft/use-model-files.ts";
import pageClasses from "../model-page.module.css";
import { ModelLink } from "../types/type-link.tsx";
import { MarkedWords } from "./marked-words.tsx";

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
            <Text size="sm">
              <MarkedWords words={diagnostic.message} />
            </Text>
            {diagnostic.hint && (
              <Text size="xs" c="dimmed">
                <MarkedWords words={diagnostic.hint} />
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
