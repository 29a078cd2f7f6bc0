import { IconComponents, IconLayoutList, IconListDetails, IconPlug } from "@tabler/icons-react";
import { CollectionIcon } from "../../parts/collection-icon.tsx";
import { useModelPage } from "../model-context.ts";
import type { TypeKind } from "./type-index.ts";

export function TypeIcon({ name, kind }: { name: string; kind: TypeKind }) {
  const { model } = useModelPage();
  const collection = model.collections.get(name);
  if (collection) return <CollectionIcon collection={collection} />;
  if (kind === "component") return <IconComponents size={16} stroke={1.6} />;
  if (kind === "interface") return <IconPlug size={16} stroke={1.6} />;
  if (kind === "blocks") return <IconLayoutList size={16} stroke={1.6} />;
  return <IconListDetails size={16} stroke={1.6} />;
}
