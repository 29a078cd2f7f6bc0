import { Badge, Group, Switch, Text, Title, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field } from "../../model/model.ts";
import { FieldMenu } from "../forms/field-menu.tsx";
import { sdlPlace, useModelPage } from "../model-context.ts";
import classes from "../model-page.module.css";
import { directiveNamed } from "../sdl/directives.ts";
import { declaredField } from "../sdl/sources.ts";
import { fieldFlags, fieldNotes, sdlType } from "./field-words.ts";
import { kindOfType } from "./type-index.ts";
import { ChangeBadge, ModelLink, TypeLink } from "./type-link.tsx";

type Props = { owner: string; fields: Field[]; canEdit: boolean };

/** The fields of a type, with all that the model says of them. */
export function FieldTable({ owner, fields, canEdit }: Props) {
  const { t } = useTranslation();
  const { changes } = useModelPage();
  const [isComplete, setComplete] = useState(false);
  const builtIn = fields.filter((field) => field.builtIn);
  const shown = isComplete ? fields : fields.filter((field) => !field.builtIn);
  const gone = [...changes]
    .filter(([name, change]) => change === "removed" && name.startsWith(`${owner}.`))
    .map(([name]) => name.slice(owner.length + 1))
    .filter((name) => !fields.some((field) => field.name === name));
  return (
    <section aria-label={t("model.fields")}>
      <Group justify="space-between" mb={6}>
        <Title order={3} size="h6">
          {t("model.fields")}
        </Title>
        {builtIn.length > 0 && (
          <Switch
            size="xs"
            label={t("model.showBuiltIn", { count: builtIn.length })}
            checked={isComplete}
            onChange={(event) => setComplete(event.currentTarget.checked)}
          />
        )}
      </Group>
      <div className={classes.box}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t("model.columns.field")}</th>
              <th scope="col">{t("model.columns.type")}</th>
              <th scope="col">{t("model.columns.about")}</th>
              {canEdit && (
                <th scope="col">
                  <VisuallyHidden>{t("model.columns.actions")}</VisuallyHidden>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((field) => (
              <FieldRow key={field.name} owner={owner} field={field} canEdit={canEdit} />
            ))}
            {gone.map((name) => (
              <tr key={name}>
                <td colSpan={canEdit ? 4 : 3}>
                  <Group gap={6}>
                    <span className={`${classes.mono} ${classes.removed}`}>{name}</span>
                    <ChangeBadge change="removed" />
                  </Group>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function FieldRow({ owner, field, canEdit }: { owner: string; field: Field; canEdit: boolean }) {
  const { t } = useTranslation();
  const { model, sources, changes } = useModelPage();
  const place = sdlPlace(sources, owner, field.name);
  const notes = fieldNotes(field, owner, model, t);
  const declared = declaredField(sources, owner, field.name);
  const flags = fieldFlags(field, t);
  if (declared && directiveNamed(declared.field, "index") && !field.unique) flags.push(t("model.form.index"));
  return (
    <tr>
      <td>
        <Group gap={6}>
          {place ? (
            <ModelLink
              to={{ view: "files", type: owner, ...place }}
              className={`${classes.mono} ${classes.link}`}
            >
              {field.name}
            </ModelLink>
          ) : (
            <span className={classes.mono}>{field.name}</span>
          )}
          <ChangeBadge change={changes.get(`${owner}.${field.name}`)} />
        </Group>
        {field.description && (
          <Text size="xs" c="dimmed" maw={420} style={{ whiteSpace: "pre-line" }}>
            {field.description}
          </Text>
        )}
      </td>
      <td>
        <FieldType field={field} />
        <FarEnd field={field} />
      </td>
      <td>
        <Group gap={4} mb={notes.length > 0 ? 2 : 0}>
          {flags.map((flag) => (
            <Badge key={flag} size="sm" variant="default">
              {flag}
            </Badge>
          ))}
          {field.rules.length > 0 && (
            <Badge size="sm" variant="default">
              {t("model.ownRules", { count: field.rules.length })}
            </Badge>
          )}
        </Group>
        <ul className={classes.notes}>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </td>
      {canEdit && <td className={classes.tight}>{declared && <FieldMenu owner={owner} field={field} />}</td>}
    </tr>
  );
}

/** The type as SDL, with the named type as a link. */
function FieldType({ field }: { field: Field }) {
  const { model } = useModelPage();
  const [before, after] = sdlType(field).split(field.type);
  return (
    <span className={classes.mono}>
      {before}
      {kindOfType(model, field.type) ? <TypeLink name={field.type} /> : field.type}
      {after}
    </span>
  );
}

function FarEnd({ field }: { field: Field }) {
  const { t } = useTranslation();
  const { relation } = field;
  if (!relation || field.builtIn) return null;
  return (
    <Text size="xs" c="dimmed">
      {relation.inverse ? (
        <>
          {t("model.otherEnd")}{" "}
          <TypeLink name={relation.target}>{`${relation.target}.${relation.inverse}`}</TypeLink>
        </>
      ) : (
        t(relation.storage === "EMBEDDED" ? "model.embedded" : "model.noOtherEnd")
      )}
    </Text>
  );
}
