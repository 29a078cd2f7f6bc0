import { ActionIcon, Button, Group, JsonInput, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { IconFolderPlus, IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Model } from "../../model/model.ts";
import { ConditionEditor } from "./condition-editor.tsx";
import { FieldSelect } from "./field-select.tsx";
import classes from "./filter.module.css";
import {
  type FilterGroup,
  type FilterNode,
  filterPath,
  isMany,
  leadingField,
  newGroup,
  nodeFor,
  type Quantifier,
  type Raw,
  type Related,
} from "./filter-tree.ts";

type GroupProps = {
  model: Model;
  /** What the fields of the group belong to. */
  typeName: string;
  group: FilterGroup;
  onChange: (group: FilterGroup) => void;
  isRoot?: boolean;
};

/** Parts of which all must hold, or one, or (with "not") not so. */
export function GroupEditor({ model, typeName, group, onChange, isRoot }: GroupProps) {
  const { t } = useTranslation();
  const set = (index: number, next: FilterNode | null) =>
    onChange({ ...group, items: group.items.toSpliced(index, 1, ...(next ? [next] : [])) });
  const add = (node: FilterNode) => onChange({ ...group, items: [...group.items, node] });
  const first = leadingField(model, typeName);
  const newCondition = () => first && nodeFor(model, typeName, [first.name]);
  const join = `${group.isNot ? "not" : ""}${group.join}`;
  return (
    <Stack gap={8}>
      {(group.items.length > 1 || group.isNot || !isRoot) && (
        <SegmentedControl
          size="xs"
          w="fit-content"
          aria-label={t("list.filter.join")}
          value={join}
          onChange={(value) =>
            onChange({ ...group, isNot: value.startsWith("not"), join: value.endsWith("or") ? "or" : "and" })
          }
          data={[
            { value: "and", label: t("list.filter.joins.and") },
            { value: "or", label: t("list.filter.joins.or") },
            { value: "notand", label: t("list.filter.joins.notAnd") },
            { value: "notor", label: t("list.filter.joins.notOr") },
          ]}
        />
      )}
      {group.items.map((node, index) => (
        <NodeEditor
          key={node.id}
          model={model}
          typeName={typeName}
          node={node}
          onChange={(next) => set(index, next)}
          onRemove={() => set(index, null)}
        />
      ))}
      <Group gap={6}>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={13} />}
          onClick={() => {
            const node = newCondition();
            if (node) add(node);
          }}
        >
          {t("list.filter.addCondition")}
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconFolderPlus size={13} />}
          onClick={() => {
            const node = newCondition();
            add(newGroup(node ? [node] : [], group.join === "and" ? "or" : "and"));
          }}
        >
          {t("list.filter.addGroup")}
        </Button>
      </Group>
    </Stack>
  );
}

type NodeProps = {
  model: Model;
  typeName: string;
  node: FilterNode;
  onChange: (node: FilterNode) => void;
  onRemove: () => void;
};

function NodeEditor({ node, onRemove, ...props }: NodeProps) {
  const { t } = useTranslation();
  const remove = (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={30}
      aria-label={t("list.filter.remove")}
      onClick={onRemove}
    >
      <IconX size={15} />
    </ActionIcon>
  );
  switch (node.kind) {
    case "condition":
      return (
        <div className={classes.row}>
          <ConditionEditor {...props} condition={node} />
          {remove}
        </div>
      );
    case "group":
      return (
        <div className={classes.row}>
          <div className={classes.nested} style={{ flex: 1, minWidth: 0 }}>
            <GroupEditor {...props} group={node} onChange={props.onChange} />
          </div>
          {remove}
        </div>
      );
    case "related":
      return <RelatedEditor {...props} related={node} remove={remove} />;
    case "raw":
      return (
        <div className={classes.row}>
          <RawEditor raw={node} onChange={props.onChange} />
          {remove}
        </div>
      );
  }
}

type RelatedProps = Omit<NodeProps, "node" | "onRemove"> & { related: Related; remove: React.ReactNode };

function RelatedEditor({ model, typeName, related, onChange, remove }: RelatedProps) {
  const { t } = useTranslation();
  const field = filterPath(model, typeName, related.path)?.at(-1);
  if (!field) return null;
  const offered: (Quantifier | "count")[] = isMany(field) ? ["some", "every", "none", "count"] : ["one"];
  return (
    <Stack gap={6}>
      <div className={classes.row}>
        <FieldSelect
          model={model}
          typeName={typeName}
          path={related.path}
          onChange={(path) => onChange({ ...nodeFor(model, typeName, path), id: related.id })}
        />
        <Select
          className={classes.operator}
          size="xs"
          aria-label={t("list.filter.howMany")}
          allowDeselect={false}
          value={related.quantifier}
          data={offered.map((value) => ({ value, label: t(`list.filter.quantifiers.${value}`) }))}
          onChange={(value) => {
            if (value === "count")
              onChange({ ...nodeFor(model, typeName, [...related.path, "count"]), id: related.id });
            else onChange({ ...related, quantifier: offered.find((it) => it === value) as Quantifier });
          }}
        />
        <Text size="xs" c="var(--hw-icon)" style={{ flex: 1, alignSelf: "center" }}>
          {t("list.filter.where")}
        </Text>
        {remove}
      </div>
      <div className={classes.nested}>
        <GroupEditor
          model={model}
          typeName={field.type}
          group={related.group}
          onChange={(group) => onChange({ ...related, group })}
          isRoot
        />
      </div>
    </Stack>
  );
}

function RawEditor({ raw, onChange }: { raw: Raw; onChange: (raw: Raw) => void }) {
  const { t } = useTranslation();
  return (
    <JsonInput
      style={{ flex: 1 }}
      size="xs"
      autosize
      maxRows={12}
      formatOnBlur
      aria-label={t("list.filter.json")}
      description={t("list.filter.jsonHint")}
      validationError={t("list.filter.jsonInvalid")}
      value={raw.text}
      onChange={(text) => onChange({ ...raw, text })}
    />
  );
}
