import { Code, Input, MultiSelect, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useModelPage } from "../model-context.ts";
import { directivesNamed, printDirective } from "../sdl/directives.ts";
import { addFieldDirective, changeFieldDirective } from "../sdl/fields.ts";
import { declaredField, type Sources } from "../sdl/sources.ts";
import { addTypeDirective, changeTypeDirective, typeDirectives } from "../sdl/types.ts";
import { actions, roleWords } from "../types/rule-words.ts";
import { ownFields } from "../types/type-index.ts";
import { FormDrawer } from "./form-drawer.tsx";
import { LiteralInput } from "./literal-input.tsx";
import { emptyRule, isRuleComplete, type RuleForm, readRuleForm, ruleArguments } from "./rule-form.ts";
import { useChange } from "./use-change.ts";

type Props = {
  owner: string;
  /** The field whose rule it is; the type's own without. */
  field?: string;
  /** Which rule is changed; a new one without. */
  index?: number;
  onClose: () => void;
};

/** Adds a rule to a type or a field, or changes one. */
export function RuleDrawer({ owner, field, index, onClose }: Props) {
  const { t } = useTranslation();
  const { model, sources } = useModelPage();
  const change = useChange();
  const [form, setForm] = useState<RuleForm>(() => ruleAt(sources, owner, field, index));
  const set = (part: Partial<RuleForm>) => setForm((before) => ({ ...before, ...part }));
  const wanted = ruleArguments(form);
  const filter = { kind: "filter", type: owner } as const;
  const names = ownFields(model.collections.get(owner)?.fields ?? []).map((field) => field.name);
  const submit = () => {
    const isDone = change(
      (files) => {
        if (field)
          return index === undefined
            ? addFieldDirective(files, owner, field, "allow", wanted)
            : changeFieldDirective(files, owner, field, "allow", index, wanted);
        return index === undefined
          ? addTypeDirective(files, owner, "allow", wanted)
          : changeTypeDirective(files, owner, "allow", index, wanted);
      },
      t(index === undefined ? "model.done.ruleAdded" : "model.done.ruleChanged"),
    );
    if (isDone) onClose();
  };
  return (
    <FormDrawer
      title={t(index === undefined ? "model.ruleFor" : "model.editRuleOf", {
        name: field ? `${owner}.${field}` : owner,
      })}
      submitLabel={t(index === undefined ? "common.add" : "common.apply")}
      isValid={isRuleComplete(form)}
      onSubmit={submit}
      onClose={onClose}
    >
      {field && (
        <Text size="sm" c="dimmed">
          {t("model.form.fieldRuleHelp")}
        </Text>
      )}
      <MultiSelect
        label={t("model.form.to")}
        data={model.roles.map((role) => ({ value: role.name, label: roleWords(role.name, model, t) }))}
        value={form.to}
        onChange={(to) => set({ to })}
        searchable
        // The form can be seen as a whole before something is chosen.
        openOnFocus={false}
        withAsterisk
        data-autofocus
      />
      <MultiSelect
        label={t("model.form.do")}
        data={actions.map((action) => ({ value: action, label: t(`model.actions.${action}`) }))}
        value={form.do}
        onChange={(chosen) =>
          set({ do: chosen.includes("ALL") && !form.do.includes("ALL") ? ["ALL"] : chosen })
        }
        withAsterisk
      />
      <LiteralInput
        label={t("model.form.where")}
        description={t("model.form.whereHelp")}
        value={form.where}
        onChange={(where) => set({ where })}
        expected={filter}
        placeholder='{ createdBy: { id: { eq: "$user.id" } } }'
      />
      <LiteralInput
        label={t("model.form.check")}
        description={t("model.form.checkHelp")}
        value={form.check}
        onChange={(check) => set({ check })}
        expected={filter}
      />
      {!field && (
        <Stack gap={6}>
          <Input.Label id="rule-covers" labelElement="div">
            {t("model.form.covers")}
          </Input.Label>
          <SegmentedControl
            aria-labelledby="rule-covers"
            data={(["all", "fields", "except"] as const).map((value) => ({
              value,
              label: t(`model.covers.${value}`),
            }))}
            value={form.covers}
            onChange={(covers) => set({ covers })}
          />
          {form.covers !== "all" && (
            <MultiSelect
              aria-label={t("model.fields")}
              data={names}
              value={form.names}
              onChange={(names) => set({ names })}
              searchable
            />
          )}
        </Stack>
      )}
      {!field && (
        <LiteralInput
          label={t("model.form.set")}
          description={t("model.form.setHelp")}
          value={form.set}
          onChange={(value) => set({ set: value })}
          expected={{ kind: "values", type: owner }}
          placeholder='{ author: "$user.id" }'
        />
      )}
      {isRuleComplete(form) && (
        <Code block style={{ whiteSpace: "pre-wrap" }}>
          {printDirective("allow", wanted)}
        </Code>
      )}
    </FormDrawer>
  );
}

function ruleAt(sources: Sources, owner: string, field?: string, index?: number): RuleForm {
  if (index === undefined) return emptyRule;
  const declared = field ? declaredField(sources, owner, field) : null;
  const directive = declared
    ? directivesNamed(declared.field, "allow")[index]
    : typeDirectives(sources.files, owner, "allow")[index]?.directive;
  return directive ? readRuleForm(directive) : emptyRule;
}
