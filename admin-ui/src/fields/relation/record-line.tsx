import { Group, Text } from "@mantine/core";
import { useModel } from "../../api/use-model.ts";
import { Thumbnail } from "../../parts/thumbnail.tsx";
import type { RecordRef } from "../form-context.ts";
import { pictureField, pictureOf, refTitle } from "./record-ref.ts";

/** A related record on one line: its picture, where such records have one, and its title. */
export function RecordLine({ recordRef, typeName }: { recordRef: RecordRef; typeName: string }) {
  const model = useModel();
  const title = refTitle(recordRef, typeName, model);
  return (
    <Group gap={8} wrap="nowrap" miw={0}>
      {hasPictures(typeName, model) && (
        <Thumbnail file={pictureOf(recordRef, typeName, model)} label={title} size={22} />
      )}
      <Text inherit truncate>
        {title}
      </Text>
    </Group>
  );
}

export function hasPictures(typeName: string, model: ReturnType<typeof useModel>): boolean {
  const collection = model.collections.get(typeName);
  return typeName === "Asset" || (collection !== undefined && pictureField(collection, model) !== undefined);
}
