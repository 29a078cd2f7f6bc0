import { type ReactNode, useId } from "react";
import classes from "./dashboard.module.css";

type Props = { title: string; aside?: ReactNode; children: ReactNode };

/** A part of the dashboard with a heading. */
export function Panel({ title, aside, children }: Props) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <div className={classes.panelHead}>
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
