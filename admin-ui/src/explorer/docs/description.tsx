import classes from "./docs.module.css";
import { withCode } from "./with-code.tsx";

/** A description as it stands in the schema: paragraphs, and `code` between backticks. */
export function Description({
  text,
  isBrief = false,
}: {
  text: string | null | undefined;
  isBrief?: boolean;
}) {
  if (!text) return null;
  const paragraphs = text.trim().split(/\n\s*\n/);
  return (
    <div className={classes.description} data-brief={isBrief || undefined}>
      {(isBrief ? paragraphs.slice(0, 1) : paragraphs).map((paragraph) => (
        <p key={paragraph}>{withCode(paragraph)}</p>
      ))}
    </div>
  );
}
