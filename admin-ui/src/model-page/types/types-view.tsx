import { Badge, Group, Text, TextInput, Title } from "@mantine/core";
import { IconSchemaOff, IconSearch } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../../parts/empty-state.tsx";
import { useAddress, useGo } from "../model-address.ts";
import { useModelPage } from "../model-context.ts";
import classes from "../model-page.module.css";
import { TypeIcon } from "./type-icon.tsx";
import { type TypeEntry, type TypeSection, typeSections } from "./type-index.ts";
import { ChangeBadge, ModelLink } from "./type-link.tsx";

/** Every type of the model, by group and kind. */
export function TypesView() {
  const { t } = useTranslation();
  const { model } = useModelPage();
  const { q = "" } = useAddress();
  const go = useGo();
  const sections = typeSections(model, q);
  return (
    <>
      <TextInput
        value={q}
        onChange={(event) => go({ view: "types", q: event.currentTarget.value }, { replace: true })}
        placeholder={t("model.searchHint")}
        aria-label={t("model.searchHint")}
        leftSection={<IconSearch size={15} />}
        maw={420}
        mb="md"
      />
      {sections.length === 0 && (
        <EmptyState icon={IconSchemaOff} title={q === "" ? t("model.empty") : t("model.nothingFound")} />
      )}
      {sections.map((section) => (
        <section key={keyOf(section)} className={classes.section} aria-label={sectionTitle(section, t)}>
          <Title order={2} size="h6" mb={6} c="dimmed">
            {sectionTitle(section, t)}
          </Title>
          <ul className={classes.cards}>
            {section.entries.map((entry) => (
              <li key={entry.name}>
                <TypeCard entry={entry} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

export function keyOf(section: TypeSection): string {
  return section.kind === "group" ? `group ${section.name ?? ""}` : section.kind;
}

export function sectionTitle(section: TypeSection, t: TFunction): string {
  return section.kind === "group"
    ? (section.name ?? t("model.sections.ungrouped"))
    : t(`model.sections.${section.kind}`);
}

function TypeCard({ entry }: { entry: TypeEntry }) {
  const { t } = useTranslation();
  const { model, changes } = useModelPage();
  const collection = model.collections.get(entry.name);
  return (
    <ModelLink to={{ view: "types", type: entry.name }} className={classes.card}>
      <span className={classes.cardIcon}>
        <TypeIcon name={entry.name} kind={entry.kind} />
      </span>
      <span style={{ minWidth: 0, flex: 1, overflowWrap: "anywhere" }}>
        <Group gap={6} component="span">
          <Text span fw={600} className={changes.get(entry.name) === "removed" ? classes.removed : undefined}>
            {entry.name}
          </Text>
          {entry.kind === "singleton" && (
            <Badge size="sm" variant="default" component="span">
              {t("model.kinds.singleton")}
            </Badge>
          )}
          {collection?.drafts && (
            <Badge size="sm" variant="default" component="span">
              {t("model.traits.drafts")}
            </Badge>
          )}
          <ChangeBadge change={changes.get(entry.name)} />
        </Group>
        {entry.description && (
          <Text span size="xs" c="dimmed" lineClamp={2} display="block">
            {entry.description}
          </Text>
        )}
        <Text span size="xs" c="dimmed" display="block">
          {t(`model.size.${entry.kind === "blocks" ? "blocks" : entry.kind === "enum" ? "enum" : "fields"}`, {
            count: entry.size,
          })}
        </Text>
      </span>
    </ModelLink>
  );
}
