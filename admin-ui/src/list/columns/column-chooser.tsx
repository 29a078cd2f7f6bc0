import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { ActionIcon, Button, Group, ScrollArea, Stack, Text, TextInput } from "@mantine/core";
import {
  IconChevronDown,
  IconChevronRight,
  IconGripVertical,
  IconPlus,
  IconSearch,
  IconX,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldsBehind, longestPath, pathLabel } from "../../model/field-path.ts";
import { type Field, isReadable } from "../../model/model.ts";
import type { List } from "../use-list.ts";
import classes from "./column-chooser.module.css";
import { type Column, columnsOf } from "./columns.ts";
import { choicesOf } from "./use-columns.ts";

/** The columns that are shown, to be ordered and taken away, and the fields that could be. */
export function ColumnChooser({ list }: { list: List }) {
  const { t } = useTranslation();
  const { columns, collection, model } = list;
  const [search, setSearch] = useState("");
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const paths = columns.map((column) => column.path);
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    if (!over || active.id === over.id) return;
    list.setColumns(arrayMove(columns, paths.indexOf(String(active.id)), paths.indexOf(String(over.id))));
  };
  const add = (path: string) =>
    list.setColumns(columnsOf(model, collection, [...choicesOf(columns), { path }]));

  return (
    <Stack gap={6}>
      <ScrollArea.Autosize mah={220} type="auto" offsetScrollbars="y">
        <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={onDragEnd}>
          <SortableContext items={paths} strategy={verticalListSortingStrategy}>
            <ul className={classes.list} aria-label={t("list.columns.shown")}>
              {columns.map((column) => (
                <ShownColumn
                  key={column.path}
                  column={column}
                  onRemove={
                    columns.length > 1
                      ? () => list.setColumns(columns.filter((it) => it !== column))
                      : undefined
                  }
                />
              ))}
            </ul>
          </SortableContext>
        </DndContext>
      </ScrollArea.Autosize>
      <TextInput
        size="xs"
        leftSection={<IconSearch size={13} />}
        placeholder={t("list.columns.find")}
        aria-label={t("list.columns.find")}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <ScrollArea.Autosize mah={260} type="auto" offsetScrollbars="y">
        <FieldList
          list={list}
          fields={collection.fields.filter(isReadable)}
          way={[]}
          search={search.trim().toLowerCase()}
          shown={new Set(paths)}
          onAdd={add}
        />
      </ScrollArea.Autosize>
      <Group justify="flex-end">
        <Button size="compact-xs" variant="subtle" color="gray" onClick={list.resetColumns}>
          {t("common.reset")}
        </Button>
      </Group>
    </Stack>
  );
}

function ShownColumn({ column, onRemove }: { column: Column; onRemove: (() => void) | undefined }) {
  const { t } = useTranslation();
  const sortable = useSortable({ id: column.path });
  const label = pathLabel(column.fields);
  return (
    <li
      ref={sortable.setNodeRef}
      className={classes.item}
      data-dragging={sortable.isDragging || undefined}
      style={{ transform: CSS.Translate.toString(sortable.transform), transition: sortable.transition }}
    >
      <ActionIcon
        ref={sortable.setActivatorNodeRef}
        variant="transparent"
        color="gray"
        size="sm"
        className={classes.grip}
        {...sortable.attributes}
        {...sortable.listeners}
        aria-label={t("list.columns.move", { column: label })}
      >
        <IconGripVertical size={14} />
      </ActionIcon>
      <Text size="sm" truncate flex={1}>
        {label}
      </Text>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        disabled={!onRemove}
        aria-label={t("list.columns.hide", { column: label })}
        onClick={onRemove}
      >
        <IconX size={13} />
      </ActionIcon>
    </li>
  );
}

type FieldListProps = {
  list: List;
  fields: Field[];
  /** The fields that lead here. */
  way: Field[];
  search: string;
  shown: ReadonlySet<string>;
  onAdd: (path: string) => void;
};

/** Fields to add, and behind those that lead on, the fields of what they lead to. */
function FieldList({ list, fields, way, search, shown, onAdd }: FieldListProps) {
  const sorted = [...fields].sort((one, other) => Number(one.builtIn) - Number(other.builtIn));
  return (
    <ul className={classes.list}>
      {sorted.map((field) => (
        <FieldItem
          key={field.name}
          list={list}
          field={field}
          way={way}
          search={search}
          shown={shown}
          onAdd={onAdd}
        />
      ))}
    </ul>
  );
}

function FieldItem({ field, way, ...props }: Omit<FieldListProps, "fields"> & { field: Field }) {
  const { t } = useTranslation();
  const { list, search, shown, onAdd } = props;
  const [isOpen, setOpen] = useState(false);
  const here = [...way, field];
  const path = here.map((it) => it.name).join(".");
  const behind = here.length < longestPath ? fieldsBehind(list.model, field) : [];
  const isFound = search === "" || pathLabel(here).toLowerCase().includes(search);
  // A search looks one step behind by itself.
  const isShownOpen = isOpen || (search !== "" && way.length === 0 && behind.some((it) => isIn(it, search)));
  if (!isFound && !isShownOpen) return null;
  return (
    <li>
      <div className={classes.item}>
        {behind.length > 0 ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-expanded={isShownOpen}
            aria-label={t("list.columns.fieldsOf", { field: pathLabel(here) })}
            onClick={() => setOpen(!isOpen)}
          >
            {isShownOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
          </ActionIcon>
        ) : (
          <span className={classes.noChevron} />
        )}
        <Text size="sm" truncate flex={1} c={shown.has(path) ? "dimmed" : undefined}>
          {field.label}
        </Text>
        <ActionIcon
          variant="subtle"
          size="sm"
          disabled={shown.has(path)}
          aria-label={t("list.columns.show", { column: pathLabel(here) })}
          onClick={() => onAdd(path)}
        >
          <IconPlus size={14} />
        </ActionIcon>
      </div>
      {isShownOpen && (
        <div className={classes.behind}>
          <FieldList {...props} fields={behind} way={here} search={isFound ? "" : search} />
        </div>
      )}
    </li>
  );
}

function isIn(field: Field, search: string): boolean {
  return field.label.toLowerCase().includes(search);
}
