import { type GraphQLNamedType, type GraphQLSchema, isIntrospectionType } from "graphql";
import { useTranslation } from "react-i18next";
import { Description } from "./description.tsx";
import classes from "./docs.module.css";
import type { DocsPage } from "./docs-page.ts";
import { FieldRow } from "./field-row.tsx";
import { Section } from "./section.tsx";
import { typeKinds } from "./type-kinds.ts";
import { TypeLink } from "./type-link.tsx";

type SchemaOverviewProps = { schema: GraphQLSchema; onOpen: (page: DocsPage) => void };

/** The way in: the fields of the root types, then all types by kind. */
export function SchemaOverview({ schema, onOpen }: SchemaOverviewProps) {
  const { t } = useTranslation();
  const roots = [
    { title: t("explorer.queries"), type: schema.getQueryType() },
    { title: t("explorer.mutations"), type: schema.getMutationType() },
    { title: t("explorer.subscriptions"), type: schema.getSubscriptionType() },
  ];
  const rootTypes = new Set<GraphQLNamedType | null | undefined>(roots.map(({ type }) => type));
  const types = Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !rootTypes.has(type))
    .sort((a, b) => a.name.localeCompare(b.name));

  return (
    <div className={classes.overview}>
      <Description text={schema.description} />
      {roots.map(
        ({ title, type }) =>
          type && (
            <Section key={title} title={title} count={Object.keys(type.getFields()).length}>
              {Object.values(type.getFields()).map((field) => (
                <FieldRow key={field.name} parent={type} field={field} onOpen={onOpen} />
              ))}
            </Section>
          ),
      )}
      {typeKinds.map(({ name, title, includes }) => {
        const ofKind = types.filter(includes);
        if (ofKind.length === 0) return null;
        return (
          <Section key={name} title={t(`explorer.${title}`)} count={ofKind.length} isClosedFirst>
            {ofKind.map((type) => (
              <div key={type.name} className={classes.row}>
                <TypeLink type={type} onOpen={onOpen} />
              </div>
            ))}
          </Section>
        );
      })}
    </div>
  );
}
