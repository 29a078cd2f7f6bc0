import { UnstyledButton } from "@mantine/core";
import { type GraphQLType, getNamedType } from "graphql";
import classes from "./docs.module.css";
import type { DocsPage } from "./docs-page.ts";

type TypeLinkProps = { type: GraphQLType; onOpen: (page: DocsPage) => void };

/** A type as it is written, `[Post!]!`, of which the name leads to its page. */
export function TypeLink({ type, onOpen }: TypeLinkProps) {
  const { name } = getNamedType(type);
  const [before = "", after = ""] = String(type).split(name);
  return (
    <span className={classes.type}>
      {before}
      <UnstyledButton className={classes.typeName} onClick={() => onOpen({ kind: "type", type: name })}>
        {name}
      </UnstyledButton>
      {after}
    </span>
  );
}
