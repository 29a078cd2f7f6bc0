import { Badge } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Change } from "../draft/draft-model.ts";
import { type Address, writeAddress } from "../model-address.ts";
import classes from "../model-page.module.css";

/** A link to another view of the page. */
export function ModelLink({
  to,
  children,
  ...props
}: {
  to: Address;
  children: ReactNode;
  className?: string;
}) {
  return (
    <Link to="/model" search={writeAddress(to)} className={classes.link} {...props}>
      {children}
    </Link>
  );
}

export function TypeLink({ name, children }: { name: string; children?: ReactNode }) {
  return <ModelLink to={{ view: "types", type: name }}>{children ?? name}</ModelLink>;
}

const colours = { added: "green", changed: "yellow", removed: "red" } as const;

/** Says that something is not as it is applied. */
export function ChangeBadge({ change }: { change: Change | undefined }) {
  const { t } = useTranslation();
  if (!change) return null;
  return (
    <Badge size="sm" variant="light" color={colours[change]}>
      {t(`model.change.${change}`)}
    </Badge>
  );
}
