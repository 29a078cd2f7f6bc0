import { Anchor, Skeleton, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import { useLastTitle } from "./last-title.ts";
import { useRecordTitle } from "./record-titles.ts";

type Props = {
  collection: string;
  id: string;
  /** What stood for it when it was there: shown where nothing is any more. */
  lastTitle?: string | undefined;
};

/** A record by its title, and the way to it. One that is gone, or may not be seen, says so. */
export function RecordLink({ collection, id, lastTitle }: Props) {
  const { t } = useTranslation();
  const known = useModel().collections.get(collection);
  const title = useRecordTitle(collection, id);
  const logged = useLastTitle({ collection, id }, title === null && lastTitle === undefined);
  if (title === undefined && !lastTitle)
    return <Skeleton component="span" display="inline-block" w={120} h={12} />;
  if (title === null || !known) {
    return (
      <Text span inherit c="dimmed">
        <Text span inherit td={title === null ? "line-through" : undefined}>
          {lastTitle ?? logged ?? id}
        </Text>{" "}
        ({t("changes.gone")})
      </Text>
    );
  }
  const target = known.singleton
    ? ({ to: "/content/$collection", params: { collection } } as const)
    : ({ to: "/content/$collection/$id", params: { collection, id } } as const);
  return (
    <Anchor inherit renderRoot={(props) => <Link {...target} activeOptions={{ exact: true }} {...props} />}>
      {title ?? lastTitle}
    </Anchor>
  );
}
