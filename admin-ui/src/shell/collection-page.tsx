import { useParams } from "@tanstack/react-router";
import { Suspense } from "react";
import { useModel } from "../api/use-model.ts";
import { lazyPart } from "../parts/lazy-part.ts";
import { PageLoading } from "../parts/page-loading.tsx";

const ListPage = lazyPart(() => import("../list/list-page.tsx").then((page) => ({ default: page.ListPage })));
const SingletonPage = lazyPart(() =>
  import("../entry/entry-page.tsx").then((page) => ({ default: page.SingletonPage })),
);

/** The page of a collection: its list, or the one record of a singleton. */
export function CollectionPage() {
  const { collection } = useParams({ strict: false });
  const isSingleton = useModel().collections.get(collection ?? "")?.singleton ?? false;
  return <Suspense fallback={<PageLoading />}>{isSingleton ? <SingletonPage /> : <ListPage />}</Suspense>;
}
