import { Badge, Button, Code, Group, Stack, Text, Title } from "@mantine/core";
import {
  IconArrowLeft,
  IconCode,
  IconPlus,
  IconSchema,
  IconSchemaOff,
  IconSettings,
} from "@tabler/icons-react";
import { type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Collection } from "../../model/model.ts";
import { EmptyState } from "../../parts/empty-state.tsx";
import { lazyPart } from "../../parts/lazy-part.ts";
import { MarkedWords } from "../changes/marked-words.tsx";
import { type Address, useGo } from "../model-address.ts";
import { sdlPlace, useModelPage } from "../model-context.ts";
import classes from "../model-page.module.css";
import { Choices } from "./choices.tsx";
import { FieldTable } from "./field-table.tsx";
import { filterWords } from "./filter-words.ts";
import { plainIndexes } from "./plain-indexes.ts";
import { RuleSection } from "./rule-section.tsx";
import { TypeAside } from "./type-aside.tsx";
import { TypeIcon } from "./type-icon.tsx";
import { kindOfType, type TypeKind, usesOf } from "./type-index.ts";
import { ChangeBadge, ModelLink, TypeLink } from "./type-link.tsx";

const FieldDrawer = lazyPart(() =>
  import("../forms/field-drawer.tsx").then((file) => ({ default: file.FieldDrawer })),
);
const TypeDrawer = lazyPart(() =>
  import("../forms/type-drawer.tsx").then((file) => ({ default: file.TypeDrawer })),
);

/** Everything about one type. */
export function TypePage({ name }: { name: string }) {
  const { t } = useTranslation();
  const { model, sources, changes, files } = useModelPage();
  const go = useGo();
  const [open, setOpen] = useState<"field" | "settings" | null>(null);
  const kind = kindOfType(model, name);
  if (!kind)
    return (
      <EmptyState
        icon={IconSchemaOff}
        title={t("model.noType", { name })}
        action={
          <Button variant="default" onClick={() => go({ view: "types" })}>
            {t("model.allTypes")}
          </Button>
        }
      />
    );
  const collection = model.collections.get(name);
  const component = model.components.get(name) ?? model.interfaces?.get(name);
  const described = collection ?? component ?? model.blocks.get(name) ?? model.enums.get(name);
  const fields = collection?.fields ?? component?.fields;
  const place = sdlPlace(sources, name);
  // What stands in no file can only be extended, and what can't be read can't be changed.
  const isBuiltIn = collection?.builtIn || name === "Role" || name === "Locale";
  const canEdit =
    files.canEdit && changes.get(name) !== "removed" && (place !== undefined || isBuiltIn === true);

  return (
    <div className={classes.layout}>
      <TypeAside current={name} />
      <Stack gap="lg" miw={0}>
        <div>
          <Group gap="xs" mb={4}>
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              hiddenFrom="md"
              leftSection={<IconArrowLeft size={14} />}
              onClick={() => go({ view: "types" })}
            >
              {t("model.allTypes")}
            </Button>
          </Group>
          <Group gap="xs" justify="space-between">
            <Group gap="xs" miw={0}>
              <TypeIcon name={name} kind={kind} />
              <Title
                order={2}
                size="h4"
                className={changes.get(name) === "removed" ? classes.removed : undefined}
              >
                {name}
              </Title>
              <ChangeBadge change={changes.get(name)} />
            </Group>
            <Group gap="xs">
              {place && (
                <ToView icon={<IconCode size={14} />} to={{ view: "files", type: name, ...place }}>
                  {t("model.showInFile")}
                </ToView>
              )}
              {collection && (
                <ToView icon={<IconSchema size={14} />} to={{ view: "diagram", type: name }}>
                  {t("model.showInDiagram")}
                </ToView>
              )}
              {canEdit && name !== "Role" && name !== "Locale" && (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconSettings size={14} />}
                  onClick={() => setOpen("settings")}
                >
                  {t("model.typeSettings")}
                </Button>
              )}
              {canEdit && fields && (
                <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setOpen("field")}>
                  {t("model.addField")}
                </Button>
              )}
            </Group>
          </Group>
          {described?.description && (
            <Text size="sm" mt={6} maw={720} style={{ whiteSpace: "pre-line" }}>
              {described.description}
            </Text>
          )}
          <Traits kind={kind} collection={collection} />
        </div>
        {fields && <FieldTable owner={name} fields={fields} canEdit={canEdit} />}
        {!fields && <Choices name={name} kind={kind} canEdit={canEdit} />}
        {collection && <Constraints collection={collection} />}
        {(collection || component) && (
          <RuleSection name={name} canEdit={canEdit && collection !== undefined} />
        )}
        <Uses name={name} />
      </Stack>
      <Suspense>
        {open === "field" && <FieldDrawer owner={name} onClose={() => setOpen(null)} />}
        {open === "settings" && <TypeDrawer name={name} kind={kind} onClose={() => setOpen(null)} />}
      </Suspense>
    </div>
  );
}

type ToViewProps = { icon: ReactNode; to: Address; children: ReactNode };

function ToView({ icon, to, children }: ToViewProps) {
  return (
    <Button
      size="xs"
      variant="subtle"
      color="gray"
      leftSection={icon}
      renderRoot={(props) => <ModelLink to={to} {...props} />}
    >
      {children}
    </Button>
  );
}

/** What kind of type it is, and what its records have beside fields. */
function Traits({ kind, collection }: { kind: TypeKind; collection: Collection | undefined }) {
  const { t } = useTranslation();
  const traits = [t(`model.kinds.${kind}`)];
  const facts: string[] = [];
  if (collection) {
    if (collection.builtIn) traits.push(t("model.traits.builtIn"));
    if (collection.drafts) traits.push(t("model.traits.drafts"));
    if (collection.versions) traits.push(t("model.traits.versions", { count: collection.versions }));
    if (collection.trashDays) traits.push(t("model.traits.trash", { count: collection.trashDays }));
    for (const name of collection.implements) traits.push(t("model.traits.implements", { name }));
    if (collection.title) facts.push(t("model.facts.title", { field: collection.title }));
    if (collection.group) facts.push(t("model.facts.group", { group: collection.group }));
    if (collection.orderBy.length > 0) {
      const order = collection.orderBy.map(({ field, direction }) => `${field} ${direction}`).join(", ");
      facts.push(t("model.facts.order", { order }));
    }
    if (collection.preview) facts.push(t("model.facts.preview", { url: collection.preview }));
    const { list, one } = collection.api;
    if (one) facts.push(t("model.facts.api", { names: [one, list].filter(Boolean).join(", ") }));
  }
  return (
    <>
      <Group gap={6} mt={8}>
        {traits.map((trait) => (
          <Badge key={trait} variant="default">
            {trait}
          </Badge>
        ))}
      </Group>
      {facts.length > 0 && (
        <Text size="xs" c="dimmed" mt={6}>
          {facts.join(" · ")}
        </Text>
      )}
    </>
  );
}

/** What must be unique, and what must hold for every record. */
function Constraints({ collection }: { collection: Collection }) {
  const { t } = useTranslation();
  const { model, sources } = useModelPage();
  const { uniqueSets, checks } = collection;
  const indexes = plainIndexes(sources, collection.name);
  if (uniqueSets.length === 0 && checks.length === 0 && indexes.length === 0) return null;
  return (
    <section aria-label={t("model.constraints")}>
      <Title order={3} size="h6" mb={6}>
        {t("model.constraints")}
      </Title>
      <ul className={`${classes.list} ${classes.box}`}>
        {uniqueSets.map((set) => (
          <li key={set.join()} className={classes.row}>
            <Text size="sm">{t("model.uniqueSet", { count: set.length })}</Text>
            {set.map((field) => (
              <Code key={field}>{field}</Code>
            ))}
          </li>
        ))}
        {indexes.map((fields) => (
          <li key={`index ${fields.join()}`} className={classes.row}>
            <Text size="sm">{t("model.indexOver")}</Text>
            {fields.map((field) => (
              <Code key={field}>{field}</Code>
            ))}
          </li>
        ))}
        {checks.map((check) => (
          <li key={JSON.stringify(check.where)} className={classes.row}>
            <Text size="sm">
              {t("model.mustHold", { words: filterWords(check.where, collection.name, model, t) })}
            </Text>
            {check.message && (
              <Text size="sm" c="dimmed">
                <MarkedWords words={t("model.notes.message", { message: check.message })} />
              </Text>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Uses({ name }: { name: string }) {
  const { t } = useTranslation();
  const { model } = useModelPage();
  const uses = usesOf(model, name);
  if (uses.length === 0) return null;
  return (
    <section aria-label={t("model.usedBy")}>
      <Title order={3} size="h6" mb={6}>
        {t("model.usedBy")}
      </Title>
      <Group gap="xs">
        {uses.map(({ type, field }) => (
          <TypeLink key={`${type}.${field ?? ""}`} name={type}>
            {field ? `${type}.${field}` : type}
          </TypeLink>
        ))}
      </Group>
    </section>
  );
}
