import { Badge, Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Plan } from "../draft/use-model-files.ts";
import pageClasses from "../model-page.module.css";
import classes from "./changes.module.css";
import { MarkedWords } from "./marked-words.tsx";

/** What is done to the database, in words and in SQL. */
export function PlanView({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  if (plan.steps.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("model.plan.nothing")}
      </Text>
    );
  return (
    <ol className={`${pageClasses.list} ${pageClasses.box}`}>
      {plan.steps.map((step) => (
        <li key={step.words} className={pageClasses.row}>
          <Step step={step} />
        </li>
      ))}
    </ol>
  );
}

function Step({ step }: { step: Plan["steps"][number] }) {
  const { t, i18n } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const rows = Number(step.rows ?? 0);
  return (
    <div style={{ flex: 1, minWidth: 0 }}>
      <Group gap="xs">
        <Text size="sm" style={{ flex: "1 1 200px" }}>
          <MarkedWords words={step.words} />
        </Text>
        {step.destructive && (
          <Badge color="red" variant="light">
            {step.rows === null
              ? t("model.plan.loses")
              : t("model.plan.losesRows", {
                  count: rows,
                  rows: new Intl.NumberFormat(i18n.language).format(rows),
                })}
          </Badge>
        )}
        {step.sql.length > 0 && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-expanded={isOpen}
            leftSection={isOpen ? <IconChevronDown size={13} /> : <IconChevronRight size={13} />}
            onClick={() => setOpen(!isOpen)}
          >
            SQL
          </Button>
        )}
      </Group>
      {step.why && (
        <Text size="xs" c="dimmed">
          <MarkedWords words={step.why} />
        </Text>
      )}
      {isOpen && <pre className={classes.sql}>{step.sql.map((statement) => `${statement};`).join("\n")}</pre>}
    </div>
  );
}

type ApplyProps = {
  plan: Plan;
  isApplying: boolean;
  isOutdated: boolean;
  onApply: (allowDestructive: boolean) => void;
};

/** Applies the plan; what loses something only once that is confirmed. */
export function ApplyBox({ plan, isApplying, isOutdated, onApply }: ApplyProps) {
  const { t } = useTranslation();
  // The confirmation is for this plan: another one asks again.
  const steps = plan.steps.map((step) => step.words).join("\n");
  const [confirmed, setConfirmed] = useState("");
  const hasErrors = plan.diagnostics.some((diagnostic) => diagnostic.severity === "ERROR");
  const isConfirmed = !plan.destructive || confirmed === steps;
  return (
    <Stack gap="sm" align="flex-start">
      {plan.destructive && !hasErrors && (
        <Checkbox
          color="red"
          label={t("model.plan.confirm")}
          checked={confirmed === steps}
          onChange={(event) => setConfirmed(event.currentTarget.checked ? steps : "")}
        />
      )}
      {hasErrors && (
        <Text size="sm" c="dimmed">
          {t("model.plan.hasErrors")}
        </Text>
      )}
      <Button
        color={plan.destructive ? "red" : undefined}
        loading={isApplying}
        disabled={hasErrors || !isConfirmed || isOutdated}
        onClick={() => onApply(plan.destructive)}
      >
        {t("common.apply")}
      </Button>
    </Stack>
  );
}
