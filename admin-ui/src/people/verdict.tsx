import { Alert, Badge, Code, Group, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { AccessExplainQuery } from "../../generated/operations.ts";
import { useModel } from "../api/use-model.ts";
import { type Collection, fieldNamed } from "../model/model.ts";
import { RoleBadges } from "../parts/accounts/role-badges.tsx";
import { useRecordTitles } from "../parts/record-titles.ts";
import { Places } from "./access-details.tsx";
import type { Action } from "./access-grid.ts";
import { LineConditions } from "./line-conditions.tsx";
import { filterOfLine } from "./rule-conditions.ts";
import { RuleTest } from "./rule-test.tsx";
import classes from "./verdict.module.css";

type Answer = AccessExplainQuery["accessExplain"];
type Line = Answer["lines"][number];
type Props = { verdict: Answer; action: Action; type: Collection; recordId: string | null };

/** What the lines of the model come to, in plain words, and what each of them says. */
export function Verdict({ verdict, action, type, recordId }: Props) {
  const { t, i18n } = useTranslation();
  const titles = useRecordTitles([
    ...(verdict.as ? [{ collection: "User", id: verdict.as }] : []),
    ...(recordId ? [{ collection: type.name, id: recordId }] : []),
  ]);
  const who = verdict.as ? (titles("User", verdict.as) ?? verdict.as) : t("people.visitor");
  const what = recordId
    ? t("people.thisRecord", { title: titles(type.name, recordId) ?? recordId, type: type.label })
    : t("people.someRecord", { type: type.label });
  const sentence = t(verdict.allowed ? "people.may" : "people.mayNot", {
    who,
    what,
    verb: t(`people.verbs.${action}`),
  });
  const labels = (fields: string[]) =>
    new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(
      fields.map((name) => type.fields.find((field) => field.name === name)?.label ?? name),
    );
  return (
    <Stack>
      <Alert
        role="status"
        color={verdict.allowed ? "green" : "red"}
        variant="light"
        icon={verdict.allowed ? <IconCheck size={20} /> : <IconX size={20} />}
        title={sentence}
      >
        <Stack gap={6}>
          <Group gap={6}>
            <Text size="sm">{t("people.withRoles")}</Text>
            <RoleBadges roles={verdict.roles} />
          </Group>
          <Text size="sm">{reasonOf(verdict, t)}</Text>
          {verdict.allowed && verdict.refusedFields.length > 0 && (
            <Text size="sm">{t("people.butNot", { fields: labels(verdict.refusedFields) })}</Text>
          )}
        </Stack>
      </Alert>
      <section aria-label={t("people.lines")}>
        <Title order={2} size="h5" mb="xs">
          {t("people.lines")}
        </Title>
        {verdict.lines.length === 0 && (
          <Text c="dimmed" size="sm">
            {t("people.noLines")}
          </Text>
        )}
        <ul className={classes.lines}>
          {[...verdict.lines]
            .sort((a, b) => relevance(b) - relevance(a))
            .map((line) => (
              <LineRow
                key={lineKey(line)}
                line={line}
                type={type}
                verdict={verdict}
                recordId={type.singleton ? null : recordId}
              />
            ))}
        </ul>
      </section>
    </Stack>
  );
}

/** Several rules may stand on one line of a file. */
function lineKey(line: Line): string {
  return [line.place, line.field, line.to, line.do, line.fields].join(" ");
}

/** Whether a line grants what was asked for. */
function counts(line: Line): boolean {
  return line.isAbout && line.hasRole && line.holds !== false;
}

/** Lines that grant come first, then those that would if the record were another one. */
function relevance(line: Line): number {
  return Number(counts(line)) * 4 + Number(line.hasRole) * 2 + Number(line.isAbout);
}

function reasonOf(
  verdict: Answer,
  t: (
    key:
      | "people.reasons.admin"
      | "people.reasons.granted"
      | "people.reasons.noLine"
      | "people.reasons.noRole"
      | "people.reasons.noRecord",
  ) => string,
): string {
  if (verdict.allowed)
    return verdict.roles.includes("admin") ? t("people.reasons.admin") : t("people.reasons.granted");
  const about = verdict.lines.filter((line) => line.field === null && line.isAbout);
  if (about.length === 0) return t("people.reasons.noLine");
  return about.some((line) => line.hasRole) ? t("people.reasons.noRecord") : t("people.reasons.noRole");
}

type RowProps = { line: Line; type: Collection; verdict: Answer; recordId: string | null };

function LineRow({ line, type, verdict, recordId }: RowProps) {
  const { t, i18n } = useTranslation();
  const model = useModel();
  const list = (names: string[]) => new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(names);
  const roles = list(line.to.map((role) => model.roles.find((known) => known.name === role)?.label ?? role));
  const field = line.field && (fieldNamed(model, type.name, line.field)?.label ?? line.field);
  return (
    <li className={classes.line}>
      <Group gap="xs">
        <Badge size="sm" variant="dot" color={counts(line) ? "green" : "gray"}>
          {counts(line) ? t("people.countsNow") : t("people.countsNot")}
        </Badge>
        <Text size="sm" fw={600}>
          {field ? t("people.lineOfField", { roles, field }) : t("people.lineOf", { roles })}
        </Text>
        <Code>{line.do.join(", ")}</Code>
      </Group>
      <ul className={classes.tests}>
        <RuleTest is={line.isAbout} yes={t("people.tests.about")} no={t("people.tests.notAbout")} />
        <RuleTest is={line.hasRole} yes={t("people.tests.hasRole")} no={t("people.tests.hasNoRole")} />
        {line.holds !== null && (
          <RuleTest is={line.holds} yes={t("people.tests.holds")} no={t("people.tests.holdsNot")} />
        )}
        {line.checks && <RuleTest is={null} yes={t("people.tests.checks")} no="" />}
      </ul>
      {line.isAbout && line.hasRole && (
        <LineConditions
          type={type}
          where={filterOfLine(type, line)}
          recordId={recordId}
          asked={{ userId: verdict.as, roles: verdict.roles }}
        />
      )}
      <Places places={[line.place]} />
    </li>
  );
}
