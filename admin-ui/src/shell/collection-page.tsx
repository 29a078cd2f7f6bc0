import { useParams } from "@tanstack/react-router";
import { Suspense } from "react";
import { useModel } from "../api/use-model.ts";
import { lazy } from "../parts/lazy.ts";
import { PageLoading } from "../parts/page-loading.tsx";

const ListPage = lazy(() => import("../list/list-page.tsx").then((page) => ({ default: page.ListPage })));
const SingletonPage = lazy(() =>
  import("../entry/entry-page.tsx").then((page) => ({ default: page.SingletonPage })),
);

/** The page of a collection: its list, or the one record of a singleton. */
export function CollectionPage() {
  const { collection } = useParams({ strict: false });
  const isSingleton = useModel().collections.get(collection ?? "")?.singleton ?? false;
  return <Suspense fallback={<PageLoading />}>{isSingleton ? <SingletonPage /> : <ListPage />}</Suspense>;
}
