import { Stack, VisuallyHidden } from "@mantine/core";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { useModelPage } from "../model-context.ts";
import pageClasses from "../model-page.module.css";
import { ChangeBadge } from "../types/type-link.tsx";
import classes from "./changes.module.css";
import { type DiffLine, type FileDiff, fileDiffs } from "./file-diff.ts";

/** What changes in the files, line by line. */
export function DiffView() {
  const { files } = useModelPage();
  return (
    <Stack gap="sm">
      {fileDiffs(files.base, files.files).map((diff) => (
        <FileDiffTable key={diff.path} diff={diff} />
      ))}
    </Stack>
  );
}

function FileDiffTable({ diff }: { diff: FileDiff }) {
  const { t } = useTranslation();
  return (
    <section className={pageClasses.box} aria-label={diff.path}>
      <div className={classes.fileHead}>
        <span className={pageClasses.mono}>{diff.path}</span>
        <ChangeBadge change={diff.change} />
      </div>
      <table className={classes.diff} aria-label={t("model.diffOf", { path: diff.path })}>
        <tbody>
          {diff.hunks.map((lines, index) => (
            <Fragment key={`${lines[0]?.before} ${lines[0]?.after}`}>
              {index > 0 && (
                <tr className={classes.gap}>
                  <td colSpan={4} />
                </tr>
              )}
              {lines.map((line) => (
                <Line key={`${line.sign} ${line.before} ${line.after}`} line={line} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ line }: { line: DiffLine }) {
  const { t } = useTranslation();
  const tone = line.sign === "+" ? classes.added : line.sign === "-" ? classes.removed : undefined;
  const meaning =
    line.sign === "+" ? t("model.change.added") : line.sign === "-" ? t("model.change.removed") : undefined;
  return (
    <tr className={tone}>
      <td className={classes.number}>{line.before}</td>
      <td className={classes.number}>{line.after}</td>
      <td className={classes.sign}>
        <span aria-hidden="true">{line.sign}</span>
        {meaning && <VisuallyHidden>{meaning}</VisuallyHidden>}
      </td>
      <td>{line.text}</td>
    </tr>
  );
}
