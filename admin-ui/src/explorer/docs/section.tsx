import { UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import classes from "./docs.module.css";

type SectionProps = { title: string; count?: number; isClosedFirst?: boolean; children: ReactNode };

/** A titled part of a page that can be folded away. */
export function Section({ title, count, isClosedFirst = false, children }: SectionProps) {
  const [isOpen, setIsOpen] = useState(!isClosedFirst);
  const id = useId();
  return (
    <section className={classes.section}>
      <h3 className={classes.sectionTitle}>
        <UnstyledButton
          className={classes.sectionButton}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setIsOpen(!isOpen)}
        >
          <IconChevronRight size={13} className={classes.chevron} data-open={isOpen || undefined} />
          {title}
          {count !== undefined && <span className={classes.count}>{count}</span>}
        </UnstyledButton>
      </h3>
      <div id={id} hidden={!isOpen}>
        {isOpen && children}
      </div>
    </section>
  );
}
