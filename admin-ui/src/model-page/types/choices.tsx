import { Button, Group, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../parts/lazy-part.ts";
import { ChoiceMenu } from "../forms/choice-menu.tsx";
import { useModelPage } from "../model-context.ts";
import classes from "../model-page.module.css";
import { enumDefinitions } from "../sdl/sources.ts";
import { type TypeKind, valuesOf } from "./type-index.ts";
import { ChangeBadge, TypeLink } from "./type-link.tsx";

const ChoiceDrawer = lazyPart(() =>
  import("../forms/choice-drawer.tsx").then((file) => ({ default: file.ChoiceDrawer })),
);

/** What can be chosen: the values of an enum, or the components of a union. */
export function Choices({ name, kind, canEdit }: { name: string; kind: TypeKind; canEdit: boolean }) {
  const { t } = useTranslation();
  const { model, sources, changes } = useModelPage();
  const [isAdding, setAdding] = useState(false);
  const members = model.blocks.get(name)?.members;
  const declared = new Set(
    enumDefinitions(sources, name).flatMap(({ node }) =>
      (node.values ?? []).map((value) => value.name.value),
    ),
  );
  const title = members ? t("model.members") : t("model.values");
  return (
    <section aria-label={title}>
      <Group justify="space-between" mb={6}>
        <Title order={3} size="h6">
          {title}
        </Title>
        {canEdit && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={13} />}
            onClick={() => setAdding(true)}
          >
            {kind === "blocks" ? t("model.addMember") : t("model.addValue")}
          </Button>
        )}
      </Group>
      <ul className={`${classes.list} ${classes.box}`}>
        {members?.map(({ component }) => (
          <li key={component} className={classes.row}>
            <Text size="sm" style={{ flex: 1 }}>
              <TypeLink name={component} />
              {model.components.get(component)?.description && (
                <Text span inherit c="dimmed">
                  {" "}
                  {model.components.get(component)?.description}
                </Text>
              )}
            </Text>
            {canEdit && <ChoiceMenu owner={name} name={component} kind="member" />}
          </li>
        ))}
        {!members &&
          valuesOf(model, name).map((value) => (
            <li key={value.name} className={classes.row}>
              <span className={classes.mono}>{value.name}</span>
              <ChangeBadge change={changes.get(`${name}.${value.name}`)} />
              <Text size="sm" c="dimmed" style={{ flex: 1 }}>
                {value.description}
              </Text>
              {canEdit && declared.has(value.name) && (
                <ChoiceMenu owner={name} name={value.name} kind="value" />
              )}
            </li>
          ))}
      </ul>
      <Suspense>
        {isAdding && (
          <ChoiceDrawer owner={name} kind={members ? "member" : "value"} onClose={() => setAdding(false)} />
        )}
      </Suspense>
    </section>
  );
}
