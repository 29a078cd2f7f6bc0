import { ActionIcon } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../parts/lazy-part.ts";
import { changeFieldDirective } from "../sdl/fields.ts";
import { removeTypeDirective } from "../sdl/types.ts";
import { useChange } from "./use-change.ts";

const RuleDrawer = lazyPart(() => import("./rule-drawer.tsx").then((file) => ({ default: file.RuleDrawer })));

/** What can be done with a rule of a type, or of its field. */
export function RuleMenu({ owner, field, index }: { owner: string; field?: string; index: number }) {
  const { t } = useTranslation();
  const change = useChange();
  const [isOpen, setOpen] = useState(false);
  const remove = () =>
    change(
      (files) =>
        field
          ? changeFieldDirective(files, owner, field, "allow", index, null)
          : removeTypeDirective(files, owner, "allow", index),
      t("model.done.ruleRemoved"),
    );
  return (
    <>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t("model.editRule")}
        onClick={() => setOpen(true)}
      >
        <IconPencil size={15} />
      </ActionIcon>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("model.removeRule")} onClick={remove}>
        <IconTrash size={15} />
      </ActionIcon>
      <Suspense>
        {isOpen && (
          <RuleDrawer
            owner={owner}
            index={index}
            onClose={() => setOpen(false)}
            {...(field === undefined ? {} : { field })}
          />
        )}
      </Suspense>
    </>
  );
}
