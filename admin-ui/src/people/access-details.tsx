import { Anchor, Badge, Button, Code, Drawer, Group, Spoiler, Stack, Text, Title } from "@mantine/core";
import { IconEye, IconScale } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import { fieldNamed } from "../model/model.ts";
import { type AccessCell, type AccessGrid, actions } from "./access-grid.ts";
import { useViewAsRole } from "./use-view-as-role.ts";
import { whereWords } from "./where-words.ts";

type Props = { grid: AccessGrid; role: string; type: string; onClose: () => void };

const colors = { ALL: "water", SOME: "orange", NONE: "gray" } as const;

/** Everything that a role may do to a type, and why. */
export function AccessDetails({ grid, role, type, onClose }: Props) {
  const { t } = useTranslation();
  const model = useModel();
  const viewAs = useViewAsRole();
  const roleLabel = model.roles.find((known) => known.name === role)?.label ?? role;
  const typeLabel = model.collections.get(type)?.label ?? type;
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={520}
      title={t("people.roleAndType", { role: roleLabel, type: typeLabel })}
      closeButtonProps={{ "aria-label": t("common.close") }}
      styles={{ title: { fontWeight: 600 } }}
    >
      <Stack gap="lg">
        <Group gap="xs">
          <Button variant="default" leftSection={<IconEye size={16} />} onClick={() => void viewAs(role)}>
            {t("people.viewAsRole", { role: roleLabel })}
          </Button>
          <Button
            variant="default"
            leftSection={<IconScale size={16} />}
            renderRoot={(props) => <Link to="/people" search={{ tab: "explain", type }} {...props} />}
          >
            {t("people.explain")}
          </Button>
        </Group>
        {actions.map((action) => {
          const cell = grid.cellOf(role, type, action);
          return (
            <section key={action} aria-label={t(`people.actions.${action}`)}>
              <Group gap="xs" mb={4}>
                <Title order={3} size="h6">
                  {t(`people.actions.${action}`)}
                </Title>
                <Badge size="sm" variant="dot" color={colors[cell?.records ?? "NONE"]}>
                  {t(`people.records.${cell?.records ?? "NONE"}`)}
                </Badge>
              </Group>
              {cell && cell.records !== "NONE" && <Grant cell={cell} />}
            </section>
          );
        })}
      </Stack>
    </Drawer>
  );
}

function Grant({ cell }: { cell: AccessCell }) {
  const { t, i18n } = useTranslation();
  const model = useModel();
  const labels = (fields: string[]) =>
    fields.map((name) => fieldNamed(model, cell.type, name)?.label ?? name).join(", ");
  return (
    <Stack gap={6}>
      {cell.where !== null && (
        <>
          <Text size="sm">
            {t("people.if", { what: whereWords(cell.where, cell.type, model, t, i18n.language) })}
          </Text>
          <Code block style={{ whiteSpace: "pre-wrap" }}>
            {JSON.stringify(cell.where)}
          </Code>
        </>
      )}
      {cell.fields.length > 0 && (
        <Spoiler
          maxHeight={40}
          showLabel={t("common.more")}
          hideLabel={t("people.less")}
          styles={{ control: { fontSize: "var(--mantine-font-size-xs)" } }}
        >
          <Text size="sm" c="dimmed">
            {t("people.fields")}: {labels(cell.fields)}
          </Text>
        </Spoiler>
      )}
      {cell.someFields.length > 0 && (
        <Text size="sm" c="dimmed">
          {t("people.someFields")}: {labels(cell.someFields)}
        </Text>
      )}
      <Places places={cell.places} />
    </Stack>
  );
}

/** The lines of the model, as they are written in its files; those of the server's own say so. */
export function Places({ places }: { places: string[] }) {
  const { t } = useTranslation();
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
      {t("people.grantedBy")}{" "}
      {[...new Set(places)].map((place, index) => {
        const [, file, line] = /^(schema\/.+):(\d+)$/.exec(place) ?? [];
        return (
          <Fragment key={place}>
            {index > 0 && ", "}
            {file ? (
              <Anchor
                inherit
                renderRoot={(props) => (
                  <Link to="/model" search={{ view: "files", file, line: Number(line) }} {...props} />
                )}
              >
                {place.replace(/^schema\//, "")}
              </Anchor>
            ) : place.startsWith(".headwater") ? (
              t("people.builtIn")
            ) : (
              place
            )}
          </Fragment>
        );
      })}
    </Text>
  );
}
