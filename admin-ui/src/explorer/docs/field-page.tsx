import { Button } from "@mantine/core";
import { IconPencilPlus } from "@tabler/icons-react";
import { type GraphQLField, type GraphQLNamedType, type GraphQLSchema, OperationTypeNode } from "graphql";
import { useTranslation } from "react-i18next";
import { type Example, exampleFor } from "../example-operation.ts";
import { Deprecation } from "./deprecation.tsx";
import { Description } from "./description.tsx";
import classes from "./docs.module.css";
import type { DocsPage } from "./docs-page.ts";
import { InputRow } from "./input-row.tsx";
import { Section } from "./section.tsx";
import { TypeLink } from "./type-link.tsx";

type FieldPageProps = {
  schema: GraphQLSchema;
  parent: GraphQLNamedType;
  field: GraphQLField<unknown, unknown>;
  onOpen: (page: DocsPage) => void;
  onTry: (example: Example) => void;
};

/** Everything about one field. A root field can be tried at once. */
export function FieldPage({ schema, parent, field, onOpen, onTry }: FieldPageProps) {
  const { t } = useTranslation();
  const root = Object.values(OperationTypeNode).find((kind) => schema.getRootType(kind) === parent);
  return (
    <article>
      <h2 className={classes.title}>
        <span className={classes.kind}>{parent.name}.</span>
        {field.name}
      </h2>
      <p className={classes.signature}>
        <TypeLink type={field.type} onOpen={onOpen} />
      </p>
      <Description text={field.description} />
      <Deprecation reason={field.deprecationReason} />
      {root && (
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconPencilPlus size={14} />}
          onClick={() => onTry(exampleFor(root, field))}
        >
          {t("explorer.tryIt")}
        </Button>
      )}
      {field.args.length > 0 && (
        <Section title={t("explorer.arguments")}>
          {field.args.map((arg) => (
            <InputRow key={arg.name} input={arg} onOpen={onOpen} />
          ))}
        </Section>
      )}
    </article>
  );
}
