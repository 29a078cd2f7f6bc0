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
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { ActionIcon } from "@mantine/core";
import { IconGripVertical } from "@tabler/icons-react";
import { createContext, type ReactNode, useContext } from "react";
import { useTranslation } from "react-i18next";
import classes from "./sortable.module.css";

type ListProps = {
  keys: string[];
  /** What an item is called, for those who hear where it goes. */
  nameOf: (index: number) => string;
  onMove: (from: number, to: number) => void;
  children: ReactNode;
};

const pointerOptions = { activationConstraint: { distance: 4 } };
const keyboardOptions = { coordinateGetter: sortableKeyboardCoordinates };

/** Items that can be dragged to another place, or moved there with space and the arrow keys. */
export function SortableList({ keys, nameOf, onMove, children }: ListProps) {
  const { t } = useTranslation();
  const sensors = useSensors(
    useSensor(PointerSensor, pointerOptions),
    useSensor(KeyboardSensor, keyboardOptions),
  );
  const placeOf = (key: string | number) => keys.indexOf(String(key));
  const nameAt = (key: string | number) => nameOf(placeOf(key));
  const end = ({ active, over }: DragEndEvent) => {
    const [from, to] = [placeOf(active.id), over ? placeOf(over.id) : -1];
    if (from >= 0 && to >= 0 && from !== to) onMove(from, to);
  };
  const placeWords = (key: string | number, over: string | number | undefined) =>
    over === undefined ? "" : t("fields.movingTo", { name: nameAt(key), place: placeOf(over) + 1 });
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={end}
      accessibility={{
        screenReaderInstructions: { draggable: t("fields.moveHelp") },
        announcements: {
          onDragStart: ({ active }) => t("fields.moving", { name: nameAt(active.id) }),
          onDragOver: ({ active, over }) => placeWords(active.id, over?.id),
          onDragEnd: ({ active, over }) => placeWords(active.id, over?.id),
          onDragCancel: () => t("fields.moveCancelled"),
        },
      }}
    >
      <SortableContext items={keys} strategy={verticalListSortingStrategy}>
        {children}
      </SortableContext>
    </DndContext>
  );
}

type HandleProps = Pick<
  ReturnType<typeof useSortable>,
  "attributes" | "listeners" | "setActivatorNodeRef"
> & {
  isDisabled: boolean;
};

const HandleContext = createContext<HandleProps | null>(null);

type ItemProps = { itemKey: string; isDisabled?: boolean; className?: string; children: ReactNode };

/** One item; what it is moved by is the `DragHandle` somewhere in it. */
export function SortableItem({ itemKey, isDisabled = false, className, children }: ItemProps) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: itemKey, disabled: isDisabled });
  return (
    <HandleContext value={{ attributes, listeners, setActivatorNodeRef, isDisabled }}>
      <div
        ref={setNodeRef}
        className={className}
        data-dragging={isDragging || undefined}
        style={{
          transform: CSS.Translate.toString(transform),
          transition,
          zIndex: isDragging ? 2 : undefined,
          position: "relative",
        }}
      >
        {children}
      </div>
    </HandleContext>
  );
}

export function DragHandle({ label }: { label: string }) {
  const handle = useContext(HandleContext);
  if (!handle || handle.isDisabled) return null;
  return (
    <ActionIcon
      ref={handle.setActivatorNodeRef}
      className={classes.handle}
      variant="subtle"
      color="gray"
      size="sm"
      {...handle.attributes}
      {...handle.listeners}
      aria-label={label}
    >
      <IconGripVertical size={14} />
    </ActionIcon>
  );
}
