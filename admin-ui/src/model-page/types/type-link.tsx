import { Badge } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ComponentProps, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Change } from "../draft/draft-model.ts";
import { type Address, writeAddress } from "../model-address.ts";
import classes from "../model-page.module.css";

type ModelLinkProps = Omit<ComponentProps<"a">, "href"> & { to: Address; children?: ReactNode };

/** A link to another view of the page. */
export function ModelLink({ to, children, ...props }: ModelLinkProps) {
  return (
    <Link
      to="/model"
      search={writeAddress(to)}
      className={classes.link}
      activeOptions={{ exact: true, includeSearch: true }}
      {...props}
    >
      {children}
    </Link>
  );
}

export function TypeLink({ name, children }: { name: string; children?: ReactNode }) {
  return <ModelLink to={{ view: "types", type: name }}>{children ?? name}</ModelLink>;
}

const colours = {
  added: { background: "var(--mantine-color-teal-light)", color: "var(--hw-code-string)" },
  changed: { background: "var(--hw-notice)", color: "var(--hw-notice-text)" },
  removed: { background: "var(--mantine-color-red-light)", color: "var(--hw-code-variable)" },
} as const;

/** Says that something is not as it is applied. */
export function ChangeBadge({ change }: { change: Change | undefined }) {
  const { t } = useTranslation();
  if (!change) return null;
  return (
    <Badge size="sm" variant="light" style={colours[change]}>
      {t(`model.change.${change}`)}
    </Badge>
  );
}
