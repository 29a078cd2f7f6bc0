import { Select, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useModel } from "../../api/use-model.ts";
import classes from "../component/component-input.module.css";
import { ComponentFields } from "../component-fields.tsx";
import { componentOf, newComponent } from "../component-value.ts";
import { FieldGroup } from "../field-group.tsx";
import { type InputProps, inputProps } from "../kind.ts";
import option from "../option.module.css";
import { useStableCallback } from "../stable-callback.ts";
import { membersOf } from "./block-members.ts";

/** One block: which component it is, and the fields of that. */
export function BlockInput(props: InputProps) {
  const { t } = useTranslation();
  const model = useModel();
  const members = membersOf(model, props.field.type);
  const block = props.value === null || props.value === undefined ? null : componentOf(props.value, "");
  const change = useStableCallback(props.onChange);
  const choose = (name: string | null) => {
    if (name === null) return change(null);
    const fresh = newComponent(name, model);
    // What both have is kept: whoever chose the wrong one has not written in vain.
    const kept = Object.entries(block ?? {}).filter(
      ([field, value]) =>
        field !== "__typename" && Object.hasOwn(fresh, field) && typeof value === typeof fresh[field],
    );
    change({ ...fresh, ...Object.fromEntries(kept) });
  };
  return (
    <FieldGroup input={props}>
      <Stack gap="xs">
        <Select
          {...inputProps({ ...props, isLabelHidden: true, error: undefined, description: undefined })}
          aria-label={t("fields.kindOf", { label: props.label })}
          placeholder={t("fields.choose")}
          data={members.map(({ name, label }) => ({ value: name, label }))}
          renderOption={({ option: { value, label } }) => {
            const member = members.find((it) => it.name === value);
            return (
              <div>
                <div>{label}</div>
                {member?.description && <div className={option.about}>{member.description}</div>}
              </div>
            );
          }}
          clearable={!props.field.required}
          clearButtonProps={{ "aria-label": t("common.clear") }}
          allowDeselect={false}
          value={block?.__typename ?? null}
          onChange={choose}
        />
        {block && (
          <div className={classes.frame}>
            <div className={classes.bare}>
              <ComponentFields
                value={block}
                onChange={change}
                path={props.path}
                isDisabled={props.isDisabled ?? false}
              />
            </div>
          </div>
        )}
      </Stack>
    </FieldGroup>
  );
}
