import { Textarea } from "@mantine/core";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Model } from "../../model/model.ts";
import { readLiteral } from "../sdl/literal.ts";
import { filterMistake } from "./filter-check.ts";

type Props = {
  label: string;
  description?: string;
  value: string;
  onChange: (value: string) => void;
  /** For filters: the type whose fields it names, and the model that has them. */
  filterOf?: { type: string; model: Model };
  placeholder?: string;
};

/** A value as GraphQL or JSON, checked while it is typed. */
export function LiteralInput({ label, description, value, onChange, filterOf, placeholder }: Props) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={label}
      description={description}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      placeholder={placeholder}
      autosize
      minRows={1}
      maxRows={10}
      spellCheck={false}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.78rem" } }}
      error={literalError(value, filterOf, t)}
    />
  );
}

function literalError(value: string, filterOf: Props["filterOf"], t: TFunction) {
  const read = readLiteral(value);
  if (read.kind === "mistake") return t("model.noValue", { message: read.message });
  if (read.kind === "empty" || !filterOf) return undefined;
  const mistake = filterMistake(filterOf.model, filterOf.type, read.node);
  return mistake
    ? t(`model.filterMistakes.${mistake.kind}`, { name: mistake.name, type: mistake.type })
    : undefined;
}

export function isLiteral(value: string): boolean {
  return readLiteral(value).kind !== "mistake";
}
