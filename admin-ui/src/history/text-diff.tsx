import { Button, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./history.module.css";
import { lineDiff, type Piece, withContext, wordDiff } from "./word-diff.ts";

const contextCharacters = 90;

type Props = {
  before: string;
  after: string;
  /** Code and data are compared by line, everything else by word. */
  isCode?: boolean;
};

/** Two versions of a text in one: what is gone is struck out, what is new is marked. */
export function TextDiff({ before, after, isCode = false }: Props) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const pieces = useMemo(
    () => (isCode ? lineDiff(before, after) : wordDiff(before, after)) ?? replaced(before, after),
    [before, after, isCode],
  );
  const shown = isWhole ? pieces : withContext(pieces, contextCharacters);
  const isCut = shown.some((piece) => piece.kind === "gap");
  return (
    <div>
      <Text component="div" inherit className={isCode ? classes.code : classes.text}>
        {shown.map((piece, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity
          <PieceOfText key={index} piece={piece} />
        ))}
      </Text>
      {(isCut || isWhole) && (
        <Button variant="subtle" size="compact-xs" mt={4} ml={-8} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t("history.showLess") : t("history.showAll")}
        </Button>
      )}
    </div>
  );
}

function PieceOfText({ piece }: { piece: Piece | { kind: "gap" } }) {
  switch (piece.kind) {
    case "same":
      return <span>{piece.text}</span>;
    case "added":
      return <ins className={classes.added}>{piece.text}</ins>;
    case "removed":
      return <del className={classes.removed}>{piece.text}</del>;
    case "gap":
      return <span className={classes.gap}> … </span>;
  }
}

function replaced(before: string, after: string): Piece[] {
  return [
    { kind: "removed", text: before },
    { kind: "same", text: "\n" },
    { kind: "added", text: after },
  ];
}
