import { ActionIcon, Button, Group, Input, Tooltip } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../../api/use-model.ts";
import { showDone } from "../../parts/toast.tsx";
import { ComponentFields } from "../component-fields.tsx";
import { componentOf, componentSummary, newComponent } from "../component-value.ts";
import { FieldGroup } from "../field-group.tsx";
import { FoldButton } from "../fold-button.tsx";
import { useForm } from "../form-context.ts";
import type { InputProps } from "../kind.ts";
import { useOpenState } from "../open-state.ts";
import { useStableCallback } from "../stable-callback.ts";
import classes from "./component-input.module.css";

/** One component: its fields in a frame. An optional one is added first, and can be removed again. */
export function ComponentInput(props: InputProps) {
  const { t } = useTranslation();
  const model = useModel();
  const [isFresh, setFresh] = useState(false);
  const isMissing = (props.value === null || props.value === undefined) && !props.field.required;
  const change = useStableCallback(props.onChange);

  const add = () => {
    setFresh(true);
    change(newComponent(props.field.type, model));
  };
  const remove = () => {
    const before = props.value;
    change(null);
    showDone(t("fields.removed", { name: props.label }), {
      label: t("common.undo"),
      onUndo: () => change(before),
    });
  };
  if (!isMissing) return <Frame {...props} onChange={change} onRemove={remove} isFresh={isFresh} />;
  return (
    <FieldGroup input={props}>
      {!props.isDisabled && (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={add}
          aria-label={t("fields.addNamed", { name: props.label })}
        >
          {t("common.add")}
        </Button>
      )}
    </FieldGroup>
  );
}

/** Deeper ones are folded at first, so that a form does not begin with pages of them. */
const deepestOpen = 2;

function Frame(props: InputProps & { onRemove: () => void; isFresh: boolean }) {
  const { t } = useTranslation();
  const model = useModel();
  const form = useForm();
  const { id, label, field, path, error } = props;
  const value = componentOf(props.value, field.type);
  const hasError = Boolean(error) || form?.hasErrorWithin(path) === true;
  const depth = path.split(".").length;
  const [isOpen, setOpen] = useOpenState(props.isFresh || depth <= deepestOpen, hasError);
  return (
    <section className={classes.frame} aria-labelledby={`${id}-label`} data-error={hasError || undefined}>
      <Group gap="xs" wrap="nowrap" className={classes.head}>
        <FoldButton
          id={`${id}-label`}
          isOpen={isOpen}
          onToggle={() => setOpen(!isOpen)}
          label={label}
          isRequired={field.required}
          summary={isOpen ? "" : componentSummary(value, model)}
          hasError={hasError && !isOpen}
          controls={`${id}-fields`}
        />
        {!field.required && !props.isDisabled && (
          <Tooltip label={t("common.remove")}>
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={props.onRemove}
              aria-label={t("fields.removeItem", { name: label })}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
      {error && (
        <Input.Error px="sm" pb="xs" role="alert">
          {error}
        </Input.Error>
      )}
      {isOpen && (
        <div id={`${id}-fields`} className={classes.fields}>
          {props.description && <Input.Description mb="sm">{props.description}</Input.Description>}
          <ComponentFields
            value={value}
            onChange={props.onChange}
            path={path}
            isDisabled={props.isDisabled ?? false}
            autoFocus={props.isFresh}
          />
        </div>
      )}
    </section>
  );
}
