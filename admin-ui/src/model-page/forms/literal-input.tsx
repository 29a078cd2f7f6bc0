import { Input, Skeleton, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { valueFromASTUntyped } from "graphql";
import type { TFunction } from "i18next";
import { Suspense, useId } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../parts/lazy-part.ts";
import { useModelPage } from "../model-context.ts";
import { readLiteral } from "../sdl/literal.ts";
import { filterWords } from "../types/filter-words.ts";
import { type FilterMistake, filterMistakes } from "./filter-check.ts";
import type { Expected } from "./filter-grammar.ts";

const LiteralEditor = lazyPart(() =>
  import("./literal-editor.tsx").then((file) => ({ default: file.LiteralEditor })),
);

type Props = {
  label: string;
  description?: string;
  value: string;
  onChange: (value: string) => void;
  /** What it is: a filter, an order, values. */
  expected: Expected;
  placeholder?: string;
};

/** Long enough that nothing is called wrong while it is only unfinished. */
const judgedAfterMilliseconds = 600;

/** A value as GraphQL or JSON: completed and checked while it is typed, and said in words. */
export function LiteralInput({ label, description, value, onChange, expected, placeholder }: Props) {
  const { t } = useTranslation();
  const { model } = useModelPage();
  const [judged] = useDebouncedValue(value, judgedAfterMilliseconds);
  const [mistake] = filterMistakes(model, expected, judged);
  const id = useId();
  const read = readLiteral(judged);
  const words =
    !mistake && expected.kind === "filter" && read.kind === "value"
      ? filterWords(valueFromASTUntyped(read.node), expected.type, model, t)
      : "";
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      {...(description ? { description } : {})}
      {...(mistake ? { error: mistakeWords(mistake, t) } : {})}
      errorProps={{ id }}
    >
      <Suspense fallback={<Skeleton height={36} />}>
        <LiteralEditor
          label={label}
          value={value}
          onChange={onChange}
          expected={expected}
          hint={placeholder ?? ""}
          hasError={mistake !== undefined}
          describedBy={id}
        />
      </Suspense>
      {words !== "" && (
        <Text size="xs" c="dimmed" mt={4}>
          {t("model.form.means", { words })}
        </Text>
      )}
    </Input.Wrapper>
  );
}

export function mistakeWords({ kind, name, type }: FilterMistake, t: TFunction): string {
  return t(`model.filterMistakes.${kind}`, { name, type });
}

export function isLiteral(value: string): boolean {
  return readLiteral(value).kind !== "mistake";
}
