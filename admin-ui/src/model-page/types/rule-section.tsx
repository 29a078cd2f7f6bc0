import { Badge, Button, Group, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { isAdmin, useSession } from "../../api/use-model.ts";
import { lazyPart } from "../../parts/lazy-part.ts";
import { RuleMenu } from "../forms/rule-menu.tsx";
import { useModelPage } from "../model-context.ts";
import classes from "../model-page.module.css";
import { typeDirectives } from "../sdl/types.ts";
import { placeOfRule, type Rule, ruleWords } from "./rule-words.ts";
import { ModelLink } from "./type-link.tsx";

const RuleDrawer = lazyPart(() =>
  import("../forms/rule-drawer.tsx").then((file) => ({ default: file.RuleDrawer })),
);

/** Who may do what with the records of a type, and where that is said. */
export function RuleSection({ name, canEdit }: { name: string; canEdit: boolean }) {
  const { t } = useTranslation();
  const { model, files } = useModelPage();
  const { me } = useSession();
  const [isAdding, setAdding] = useState(false);
  const collection = model.collections.get(name);
  const fields = collection?.fields ?? model.components.get(name)?.fields ?? [];
  const narrowed = fields.filter((field) => field.rules.length > 0);
  const rules = collection?.rules ?? [];
  const maySee = isAdmin(me) || model.stage === "DEVELOPMENT";
  if (!maySee || (!collection && narrowed.length === 0)) return null;
  // Those of built-in types come first, and are no lines of the files.
  const declared = typeDirectives(files.files, name, "allow").length;
  const offset = rules.length - declared;
  return (
    <section aria-label={t("model.rules")}>
      <Group justify="space-between" mb={6}>
        <Title order={3} size="h6">
          {t("model.rules")}
        </Title>
        {canEdit && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={13} />}
            onClick={() => setAdding(true)}
          >
            {t("model.addRule")}
          </Button>
        )}
      </Group>
      <ul className={`${classes.list} ${classes.box}`}>
        {rules.length === 0 && (
          <li className={classes.row}>
            <Text size="sm" c="dimmed">
              {t("model.noRules")}
            </Text>
          </li>
        )}
        {rules.map((rule, index) => (
          <RuleRow key={`${rule.place} ${JSON.stringify(rule)}`} owner={name} rule={rule}>
            {canEdit && index >= offset && <RuleMenu owner={name} index={index - offset} />}
          </RuleRow>
        ))}
        {narrowed.flatMap((field) =>
          field.rules.map((rule, index) => (
            <RuleRow
              key={`${field.name} ${rule.place} ${JSON.stringify(rule)}`}
              owner={name}
              rule={rule}
              field={field.name}
            >
              {canEdit && <RuleMenu owner={name} field={field.name} index={index} />}
            </RuleRow>
          )),
        )}
      </ul>
      <Suspense>{isAdding && <RuleDrawer owner={name} onClose={() => setAdding(false)} />}</Suspense>
    </section>
  );
}

type RowProps = { owner: string; rule: Rule; field?: string; children: React.ReactNode };

function RuleRow({ owner, rule, field, children }: RowProps) {
  const { t, i18n } = useTranslation();
  const { model, files } = useModelPage();
  const { who, what } = ruleWords(rule, owner, model, t, i18n.language);
  const place = placeOfRule(rule.place);
  return (
    <li className={classes.row}>
      <Group gap={4}>
        {who.map((name) => (
          <Badge key={name} variant="light">
            {name}
          </Badge>
        ))}
      </Group>
      <Text size="sm" style={{ flex: "1 1 240px" }}>
        {field ? t("model.rule.ofField", { field, what }) : what}
      </Text>
      <Group gap={6} wrap="nowrap">
        {place && files.state === "ready" ? (
          <ModelLink
            to={{ view: "files", type: owner, ...place }}
            className={`${classes.mono} ${classes.link}`}
          >
            {`${place.file.replace(/^schema\//, "")}:${place.line}`}
          </ModelLink>
        ) : (
          <Text size="xs" c="dimmed">
            {place ? rule.place : t("model.traits.builtIn")}
          </Text>
        )}
        {children}
      </Group>
    </li>
  );
}
