import { Alert, Badge, Code, Group, ScrollArea, Stack, Text, Title } from "@mantine/core";
import { IconBulb, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "./copy-button.tsx";
import type { Explanation, Statement } from "./explanation.ts";
import classes from "./explorer.module.css";
import { formatDuration } from "./measures.ts";

/** How an operation was answered: its time by step, and its SQL with the database's plan. */
export function ExplanationView({ explanation }: { explanation: Explanation }) {
  const { t } = useTranslation();
  const { milliseconds, cost, statements } = explanation;
  return (
    <ScrollArea className={classes.fill}>
      <Stack p="sm" gap="md">
        <Group gap={6}>
          {Object.entries(milliseconds).map(([step, time]) => (
            <Badge key={step} variant={step === "total" ? "light" : "default"}>
              {step} {time < 1 ? `${time.toFixed(2)} ms` : formatDuration(time)}
            </Badge>
          ))}
          {cost !== null && <Badge variant="default">{t("explorer.cost", { cost })}</Badge>}
        </Group>
        {statements.length === 0 && <Text c="dimmed">{t("explorer.noSql")}</Text>}
        {statements.map((statement) => (
          <StatementView key={statement.sql} statement={statement} />
        ))}
      </Stack>
    </ScrollArea>
  );
}

function StatementView({ statement }: { statement: Statement }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2} size="h5">
          SQL
        </Title>
        <CopyButton label={t("explorer.copySql")} icon={<IconCopy size={17} />} text={() => statement.sql} />
      </Group>
      <Code block className={classes.wrapped}>
        {statement.sql}
      </Code>
      {statement.parameters.length > 0 && (
        <Text size="xs" c="dimmed">
          {t("explorer.parameters", { parameters: JSON.stringify(statement.parameters) })}
        </Text>
      )}
      {statement.advice.map((advice) => (
        <Alert key={advice} color="yellow" icon={<IconBulb size={18} />} p="xs">
          {advice}
        </Alert>
      ))}
      {statement.fullScans.length > 0 && (
        <Text size="xs">{t("explorer.fullScans", { tables: statement.fullScans.join(", ") })}</Text>
      )}
      <Title order={3} size="h6">
        {t("explorer.plan")}
      </Title>
      <Code block>{statement.plan.join("\n")}</Code>
    </Stack>
  );
}
