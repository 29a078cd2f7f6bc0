import { Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isRecord } from "../api/json-object.ts";
import { contentOperation } from "../api/operation.ts";
import { useModel } from "../api/use-model.ts";
import { useOperation } from "../api/use-operation.ts";
import type { Collection } from "../model/model.ts";
import { type Asked, conditionsOf, conditionsQuery, unknown, withValues } from "./rule-conditions.ts";
import { RuleTest } from "./rule-test.tsx";
import classes from "./verdict.module.css";
import { whereWords } from "./where-words.ts";

type Props = {
  type: Collection;
  where: unknown;
  /** Which of the conditions the record passes is asked; without it they are only said. */
  recordId: string | null;
  asked: Omit<Asked, "now">;
};

/** The conditions of a line in words, each with whether the record passes it. */
export function LineConditions({ type, where, recordId, asked }: Props) {
  const { t, i18n } = useTranslation();
  const model = useModel();
  const [now] = useState(() => new Date());
  const conditions = conditionsOf(where);
  const filters = conditions.map((condition) => withValues(condition, { ...asked, now }));
  const known = filters.filter((filter) => filter !== unknown);
  const variables = Object.fromEntries(
    known.map((filter, index) => [`w${index}`, { and: [{ id: { eq: recordId } }, filter] }]),
  );
  const counts = useOperation(contentOperation(conditionsQuery(type, known.length)), variables, {
    enabled: recordId !== null && type.api.aggregate !== null && known.length > 0,
  });
  const holds = (filter: unknown): boolean | null => {
    const answer = counts.data?.[`c${known.indexOf(filter)}`];
    return filter !== unknown && isRecord(answer) ? Number(answer.count) > 0 : null;
  };
  if (conditions.length === 0) return null;
  return (
    <>
      <Text size="sm" mt={6}>
        {t("people.itsFilter")}
      </Text>
      <ul className={`${classes.tests} ${classes.conditions}`}>
        {conditions.map((condition, index) => {
          const words = whereWords(condition, type.name, model, t, i18n.language);
          return <RuleTest key={words} is={holds(filters[index])} yes={words} no={words} />;
        })}
      </ul>
    </>
  );
}
