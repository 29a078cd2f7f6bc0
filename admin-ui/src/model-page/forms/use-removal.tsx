import type { TFunction } from "i18next";
import { type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../parts/lazy-part.ts";
import { useModelPage } from "../model-context.ts";
import { removeEnumValue } from "../sdl/choices.ts";
import { removeField } from "../sdl/fields.ts";
import {
  type Mention,
  mentionsOf,
  removeFieldAndMentions,
  type Target,
  withoutMentions,
} from "../sdl/mentions.ts";
import { readSources } from "../sdl/sources.ts";
import { type FilesChange, useChange } from "./use-change.ts";

const RemovalDialog = lazyPart(() =>
  import("./removal-dialog.tsx").then((file) => ({ default: file.RemovalDialog })),
);

/** Removes a field or a value: at once where nothing names it, and else after asking what becomes of that. */
export function useRemoval(target: Target): { remove: () => void; dialog: ReactNode } {
  const { t } = useTranslation();
  const { files } = useModelPage();
  const change = useChange();
  const [isAsking, setAsking] = useState(false);
  const { kind, type, name } = target;
  const done = t(kind === "field" ? "model.done.fieldRemoved" : "model.done.valueRemoved", { name });
  const alone: FilesChange = (all) =>
    kind === "field" ? removeField(all, type, name) : removeEnumValue(all, type, name);
  const withAll: FilesChange = (all) =>
    kind === "field"
      ? removeFieldAndMentions(all, type, name)
      : removeEnumValue(withoutMentions(all, target), type, name);
  const findMentions = () => mentionsOf(readSources(files.files), target);
  const mentions = isAsking ? findMentions() : [];
  const remove = () => {
    if (findMentions().length === 0) change(alone, done);
    else setAsking(true);
  };
  const dialog = isAsking && (
    <Suspense>
      <RemovalDialog
        title={t("model.removal.title", { name: `${type}.${name}` })}
        named={mentions.map((mention) => ({ ...namedBy(mention, t), key: JSON.stringify(mention) }))}
        aloneLabel={t(kind === "field" ? "model.removal.fieldAlone" : "model.removal.valueAlone")}
        onClose={() => setAsking(false)}
        onRemove={(isWithAll) => {
          if (change(isWithAll ? withAll : alone, done)) setAsking(false);
        }}
      />
    </Suspense>
  );
  return { remove, dialog };
}

function namedBy({ owner, field, directive, fate, path, line }: Mention, t: TFunction) {
  const holder = field ? `${owner}.${field}` : owner;
  return {
    what: directive === "" ? holder : `${holder} @${directive}`,
    fate: t(`model.removal.fates.${fate}`, { holder }),
    place: `${path.replace(/^schema\//, "")}:${line}`,
  };
}
