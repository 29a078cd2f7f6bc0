import classes from "../model-page.module.css";

/** The server's words, which mark names as Markdown does. */
export function MarkedWords({ words }: { words: string }) {
  return words.split("`").map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text
      <code key={index} className={classes.mono}>
        {part}
      </code>
    ) : (
      part
    ),
  );
}
