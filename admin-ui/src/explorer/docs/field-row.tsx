import { UnstyledButton } from "@mantine/core";
import type { GraphQLField, GraphQLNamedType } from "graphql";
import { Deprecation } from "./deprecation.tsx";
import { Description } from "./description.tsx";
import classes from "./docs.module.css";
import type { DocsPage } from "./docs-page.ts";
import { TypeLink } from "./type-link.tsx";

type FieldRowProps = {
  parent: GraphQLNamedType;
  field: GraphQLField<unknown, unknown>;
  onOpen: (page: DocsPage) => void;
};

/** A field in a list: its name leads to its own page, its type to that type's. */
export function FieldRow({ parent, field, onOpen }: FieldRowProps) {
  const isDeprecated = typeof field.deprecationReason === "string";
  return (
    <div className={classes.row}>
      <div>
        <UnstyledButton
          className={classes.fieldName}
          data-deprecated={isDeprecated || undefined}
          onClick={() => onOpen({ kind: "field", type: parent.name, field: field.name })}
        >
          {field.name}
        </UnstyledButton>
        {field.args.length > 0 && <span className={classes.args}>(…)</span>}
        <span className={classes.args}>: </span>
        <TypeLink type={field.type} onOpen={onOpen} />
      </div>
      <Description text={field.description} isBrief />
      <Deprecation reason={field.deprecationReason} />
    </div>
  );
}
