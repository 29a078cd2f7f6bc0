import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
} from "graphql";
import { useTranslation } from "react-i18next";
import { Deprecation } from "./deprecation.tsx";
import { Description } from "./description.tsx";
import classes from "./docs.module.css";
import type { DocsPage } from "./docs-page.ts";
import { FieldRow } from "./field-row.tsx";
import { InputRow } from "./input-row.tsx";
import { Section } from "./section.tsx";
import { kindName } from "./type-kinds.ts";
import { TypeLink } from "./type-link.tsx";

type TypePageProps<Type = GraphQLNamedType> = {
  schema: GraphQLSchema;
  type: Type;
  onOpen: (page: DocsPage) => void;
};

/** Everything about one type. */
export function TypePage({ schema, type, onOpen }: TypePageProps) {
  const { t } = useTranslation();
  return (
    <article>
      <h2 className={classes.title}>
        <span className={classes.kind}>{kindName(type)}</span> {type.name}
      </h2>
      <Description text={type.description} />
      {isInputObjectType(type) && type.isOneOf && <p className={classes.note}>{t("explorer.oneOf")}</p>}
      {isScalarType(type) && type.specifiedByURL && (
        <p className={classes.note}>
          <a href={type.specifiedByURL} target="_blank" rel="noreferrer">
            {t("explorer.specification")}
          </a>
        </p>
      )}
      <Members schema={schema} type={type} onOpen={onOpen} />
      <Relatives schema={schema} type={type} onOpen={onOpen} />
    </article>
  );
}

function Members({ type, onOpen }: TypePageProps) {
  const { t } = useTranslation();
  if (isEnumType(type)) {
    return (
      <Section title={t("explorer.values")}>
        {type.getValues().map((value) => (
          <div key={value.name} className={classes.row}>
            <span
              className={classes.argName}
              data-deprecated={typeof value.deprecationReason === "string" || undefined}
            >
              {value.name}
            </span>
            <Description text={value.description} />
            <Deprecation reason={value.deprecationReason} />
          </div>
        ))}
      </Section>
    );
  }
  if (isInputObjectType(type)) {
    return (
      <Section title={t("explorer.fields")}>
        {Object.values(type.getFields()).map((field) => (
          <InputRow key={field.name} input={field} onOpen={onOpen} />
        ))}
      </Section>
    );
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    return (
      <Section title={t("explorer.fields")}>
        {Object.values(type.getFields()).map((field) => (
          <FieldRow key={field.name} parent={type} field={field} onOpen={onOpen} />
        ))}
      </Section>
    );
  }
  return null;
}

/** The interfaces of a type, and the types that an interface or a union stands for. */
function Relatives({ schema, type, onOpen }: TypePageProps) {
  const { t } = useTranslation();
  const interfaces = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
  const possible = isInterfaceType(type) || isUnionType(type) ? schema.getPossibleTypes(type) : [];
  const groups = [
    { title: t("explorer.implements"), types: interfaces },
    { title: t("explorer.isOneOf"), types: possible },
  ].filter(({ types }) => types.length > 0);
  return groups.map(({ title, types }) => (
    <Section key={title} title={title}>
      {types.map((relative) => (
        <div key={relative.name} className={classes.row}>
          <TypeLink type={relative} onOpen={onOpen} />
        </div>
      ))}
    </Section>
  ));
}
