import { IconFile, IconPhoto, IconSettings, IconUsers } from "@tabler/icons-react";
import { type ComponentType, Suspense } from "react";
import type { Collection } from "../model/model.ts";
import { lazyPart } from "./lazy-part.ts";

const size = 16;
const stroke = 1.6;

const Chosen = lazyPart(() => import("./chosen-icon.tsx").then((file) => ({ default: file.ChosenIcon })));

/** The icon that the model gives a collection, or one that fits any. */
export function CollectionIcon({ collection }: { collection: Collection }) {
  const Fallback = fallback(collection);
  const plain = <Fallback size={size} stroke={stroke} />;
  if (!collection.icon) return plain;
  return (
    <Suspense fallback={<span style={{ width: size, height: size, display: "inline-block" }} />}>
      <Chosen name={collection.icon} size={size} stroke={stroke} fallback={plain} />
    </Suspense>
  );
}

function fallback(collection: Collection): ComponentType<{ size?: number; stroke?: number }> {
  if (collection.name === "User") return IconUsers;
  if (collection.name === "Asset") return IconPhoto;
  return collection.singleton ? IconSettings : IconFile;
}
