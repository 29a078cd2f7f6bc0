import { ActionIcon, Group, Input, Menu } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconClipboard,
  IconCopy,
  IconCopyPlus,
  IconDots,
  IconTrash,
} from "@tabler/icons-react";
import { memo, useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import type { Component } from "../model/model.ts";
import classes from "./card-list.module.css";
import type { CardActions } from "./card-list.tsx";
import { ComponentFields } from "./component-fields.tsx";
import { type ComponentValue, componentOf, componentSummary } from "./component-value.ts";
import { FoldButton } from "./fold-button.tsx";
import { useForm } from "./form-context.ts";
import { InsertLine } from "./member-menu.tsx";
import { DragHandle, SortableItem } from "./sortable.tsx";

type Props = {
  itemKey: string;
  index: number;
  count: number;
  value: unknown;
  /** What the value is where it does not say so itself. */
  typeName: string;
  members: Component[];
  path: string;
  actions: CardActions;
  isOpen: boolean;
  isFresh: boolean;
  isDisabled: boolean;
};

/** One component of a list. What the form says of its errors is all that it follows of the form. */
export function Card(props: Props) {
  const form = useForm();
  return (
    <CardBody
      {...props}
      {...props.actions}
      actions={undefined}
      error={form?.errorAt(props.path)}
      hasError={form?.hasErrorWithin(props.path) ?? false}
    />
  );
}

type BodyProps = Omit<Props, "actions"> &
  CardActions & { actions: undefined; error: string | undefined; hasError: boolean };

const CardBody = memo(function CardBody(props: BodyProps) {
  const { t } = useTranslation();
  const model = useModel();
  const { itemKey, index, members, path, isDisabled, change, setOpen, insert } = props;
  const value = componentOf(props.value, props.typeName);
  const member = members.find((it) => it.name === value.__typename);
  const label = member?.label ?? value.__typename;
  const name = t("fields.itemOf", { label, place: index + 1 });
  const { isOpen, hasError } = props;
  // A mistake opens it; it may be folded again, and is marked then.
  useEffect(() => {
    if (hasError) setOpen(itemKey, true);
  }, [hasError, setOpen, itemKey]);
  const changeOwn = useCallback((next: ComponentValue) => change(index, next), [change, index]);
  return (
    <>
      {!isDisabled && (
        <InsertLine
          members={members}
          label={t("fields.insertBefore", { name })}
          onChoose={(component) => insert(index, component)}
        />
      )}
      <SortableItem itemKey={itemKey} isDisabled={isDisabled || props.count < 2} className={classes.item}>
        <section className={classes.card} aria-label={name} data-error={hasError || undefined}>
          <Group gap={4} wrap="nowrap" className={classes.head}>
            <DragHandle label={t("fields.move", { name })} />
            <FoldButton
              isOpen={isOpen}
              onToggle={() => setOpen(itemKey, !isOpen)}
              label={label}
              place={index + 1}
              summary={isOpen ? "" : componentSummary(value, model)}
              hasError={hasError && !isOpen}
              controls={`${itemKey}-fields`}
            />
            {!isDisabled && <CardMenu {...props} name={name} />}
          </Group>
          {props.error && (
            <Input.Error px="sm" pb="xs" role="alert">
              {props.error}
            </Input.Error>
          )}
          {isOpen && (
            <div id={`${itemKey}-fields`} className={classes.fields}>
              <ComponentFields
                value={value}
                onChange={changeOwn}
                path={path}
                isDisabled={isDisabled}
                autoFocus={props.isFresh}
              />
            </div>
          )}
        </section>
      </SortableItem>
    </>
  );
});

function CardMenu({ name, index, count, ...actions }: BodyProps & { name: string }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" shadow="md" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t("fields.actionsOf", { name })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconArrowUp size={14} />}
          disabled={index === 0}
          onClick={() => actions.move(index, index - 1)}
        >
          {t("fields.moveUp")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowDown size={14} />}
          disabled={index === count - 1}
          onClick={() => actions.move(index, index + 1)}
        >
          {t("fields.moveDown")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconCopyPlus size={14} />} onClick={() => actions.duplicate(index)}>
          {t("fields.duplicate")}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={14} />} onClick={() => actions.copy(index)}>
          {t("common.copy")}
        </Menu.Item>
        <Menu.Item leftSection={<IconClipboard size={14} />} onClick={() => actions.paste(index + 1)}>
          {t("fields.pasteBelow")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={() => actions.remove(index)}>
          {t("common.remove")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
