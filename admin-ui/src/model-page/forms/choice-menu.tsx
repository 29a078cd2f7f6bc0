import { ActionIcon } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../parts/lazy-part.ts";
import { moveEnumValue, removeMember } from "../sdl/choices.ts";
import { useChange } from "./use-change.ts";
import { useRemoval } from "./use-removal.tsx";

const ChoiceDrawer = lazyPart(() =>
  import("./choice-drawer.tsx").then((file) => ({ default: file.ChoiceDrawer })),
);

type Props = { owner: string; name: string; kind: "member" | "value" };

/** What can be done with a value of an enum, or a component of a union. */
export function ChoiceMenu({ owner, name, kind }: Props) {
  const { t } = useTranslation();
  const change = useChange();
  const [isOpen, setOpen] = useState(false);
  const move = (by: -1 | 1) =>
    change((files) => moveEnumValue(files, owner, name, by), t("model.done.valueMoved", { name }));
  const removal = useRemoval({ kind: "value", type: owner, name });
  const remove = () =>
    kind === "value"
      ? removal.remove()
      : void change((files) => removeMember(files, owner, name), t("model.done.valueRemoved", { name }));
  return (
    <>
      {kind === "value" && (
        <>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t("model.editNamed", { name })}
            onClick={() => setOpen(true)}
          >
            <IconPencil size={15} />
          </ActionIcon>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t("model.moveUpNamed", { name })}
            onClick={() => move(-1)}
          >
            <IconArrowUp size={15} />
          </ActionIcon>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t("model.moveDownNamed", { name })}
            onClick={() => move(1)}
          >
            <IconArrowDown size={15} />
          </ActionIcon>
        </>
      )}
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t("model.removeNamed", { name })}
        onClick={remove}
      >
        <IconTrash size={15} />
      </ActionIcon>
      {removal.dialog}
      <Suspense>
        {isOpen && <ChoiceDrawer owner={owner} name={name} kind={kind} onClose={() => setOpen(false)} />}
      </Suspense>
    </>
  );
}
