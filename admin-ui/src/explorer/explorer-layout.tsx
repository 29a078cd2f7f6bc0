import { Splitter } from "@mantine/core";
import { type SplitterPaneSize, useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./explorer.module.css";
import { useStoredState } from "./use-stored-state.ts";

type ExplorerLayoutProps = {
  side: ReactNode;
  operation: ReactNode;
  inputs: ReactNode;
  response: ReactNode;
  /** Whether it stands in a page that has a main part already. */
  isPart: boolean;
};

type Sizes = SplitterPaneSize[];

const look = { className: classes.split, classNames: { pane: classes.splitPane, handle: classes.handle } };

const parseColumns = parseSizes(["330px", 50, 50]);
const parseRows = parseSizes([70, 30]);

/** Docs or history | operation over inputs | response. In a narrow window the parts stand one below the other. */
export function ExplorerLayout({ side, operation, inputs, response, isPart }: ExplorerLayoutProps) {
  const { t } = useTranslation();
  const handle = { handle: { "aria-label": t("explorer.resize") } };
  const isNarrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const [columns, setColumns] = useStoredState<Sizes>("columns", parseColumns);
  const [rows, setRows] = useStoredState<Sizes>("rows", parseRows);

  const Body = isPart ? "div" : "main";
  const editors = (
    <Splitter
      orientation="vertical"
      lineSize={1}
      withHandle={false}
      attributes={handle}
      sizes={rows}
      onSizeChange={setRows}
      {...look}
    >
      <Splitter.Pane defaultSize={70} min={15}>
        {operation}
      </Splitter.Pane>
      <Splitter.Pane defaultSize={30} min={8}>
        {inputs}
      </Splitter.Pane>
    </Splitter>
  );

  if (isNarrow) {
    return (
      <Body className={classes.body}>
        {side ?? (
          <Splitter orientation="vertical" lineSize={1} withHandle={false} attributes={handle} {...look}>
            <Splitter.Pane defaultSize={55} min={15}>
              {editors}
            </Splitter.Pane>
            <Splitter.Pane defaultSize={45} min={15}>
              {response}
            </Splitter.Pane>
          </Splitter>
        )}
      </Body>
    );
  }
  return (
    <Body className={classes.body}>
      <Splitter
        lineSize={1}
        withHandle={false}
        attributes={handle}
        sizes={side ? columns : ["0px", ...columns.slice(1)]}
        onSizeChange={(sizes) => setColumns(side ? sizes : [columns[0] ?? "330px", ...sizes.slice(1)])}
        {...look}
        className={`${classes.split} ${side ? "" : classes.withoutSide}`}
      >
        <Splitter.Pane defaultSize="330px" min={side ? "220px" : "0px"}>
          {side}
        </Splitter.Pane>
        <Splitter.Pane defaultSize={50} min="240px">
          {editors}
        </Splitter.Pane>
        <Splitter.Pane defaultSize={50} min="240px">
          {response}
        </Splitter.Pane>
      </Splitter>
    </Body>
  );
}

/** Reads stored sizes; anything that doesn't fit the panes gives the sizes they begin with. */
function parseSizes(initial: Sizes): (stored: string | undefined) => Sizes {
  return (stored) => {
    try {
      const sizes: unknown = JSON.parse(stored ?? "null");
      return isSizes(sizes) && sizes.length === initial.length ? sizes : initial;
    } catch {
      return initial;
    }
  };
}

function isSizes(value: unknown): value is Sizes {
  return (
    Array.isArray(value) &&
    value.every((size) => typeof size === "number" || /^\d+(\.\d+)?px$/.test(String(size)))
  );
}
