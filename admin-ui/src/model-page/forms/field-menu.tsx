import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconDotsVertical,
  IconPencil,
  IconShield,
  IconTrash,
} from "@tabler/icons-react";
import { Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field } from "../../model/model.ts";
import { lazyPart } from "../../parts/lazy-part.ts";
import { useModelPage } from "../model-context.ts";
import { moveField } from "../sdl/fields.ts";
import { declaredField } from "../sdl/sources.ts";
import { useChange } from "./use-change.ts";
import { useRemoval } from "./use-removal.tsx";

const FieldDrawer = lazyPart(() =>
  import("./field-drawer.tsx").then((file) => ({ default: file.FieldDrawer })),
);
const RuleDrawer = lazyPart(() => import("./rule-drawer.tsx").then((file) => ({ default: file.RuleDrawer })));

/** What can be done with a field. */
export function FieldMenu({ owner, field }: { owner: string; field: Field }) {
  const { t } = useTranslation();
  const { model, sources } = useModelPage();
  const change = useChange();
  const [open, setOpen] = useState<"edit" | "rule" | null>(null);
  const target = useRef<HTMLButtonElement>(null);
  const name = field.name;
  const close = () => {
    setOpen(null);
    // What opened the form was in the menu, which is gone.
    target.current?.focus();
  };
  const { remove, dialog } = useRemoval({ kind: "field", type: owner, name });
  const declared = declaredField(sources, owner, name);
  const siblings = declared?.node.fields ?? [];
  const index = siblings.findIndex((sibling) => sibling.name.value === name);
  const move = (by: -1 | 1) =>
    change((files) => moveField(files, owner, name, by), t("model.done.fieldMoved", { name }));
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon
            ref={target}
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t("model.fieldActions", { name })}
          >
            <IconDotsVertical size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={14} />} onClick={() => setOpen("edit")}>
            {t("common.edit")}
          </Menu.Item>
          {model.collections.has(owner) && (
            <Menu.Item leftSection={<IconShield size={14} />} onClick={() => setOpen("rule")}>
              {t("model.addFieldRule")}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconArrowUp size={14} />} disabled={index <= 0} onClick={() => move(-1)}>
            {t("model.moveUp")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowDown size={14} />}
            disabled={index === siblings.length - 1}
            onClick={() => move(1)}
          >
            {t("model.moveDown")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={remove}>
            {t("common.remove")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog}
      <Suspense>
        {open === "edit" && <FieldDrawer owner={owner} fieldName={name} onClose={close} />}
        {open === "rule" && <RuleDrawer owner={owner} field={name} onClose={close} />}
      </Suspense>
    </>
  );
}
