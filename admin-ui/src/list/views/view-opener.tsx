import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { showFailure } from "../../parts/toast.tsx";
import type { List } from "../use-list.ts";
import { isViewAlone, viewAddress } from "./saved-views.ts";
import { useViews } from "./use-views.ts";

/** Where the address names a view and nothing else, the view says the rest. */
export function ViewOpener({ list }: { list: List }) {
  const { t } = useTranslation();
  const { address, go, collection } = list;
  const isAlone = isViewAlone(address);
  const { query, views } = useViews(collection, isAlone);
  const view = views.find((it) => it.id === address.view);
  const isGone = isAlone && !view && (query.isSuccess || query.isError);
  // A view that says nothing would be opened again and again.
  const isPlain = view && isViewAlone(viewAddress(view.id, view.data));
  // biome-ignore lint/correctness/useExhaustiveDependencies: it leads on once for each view
  useEffect(() => {
    if (!isAlone || !(view || isGone)) return;
    if (query.error) showFailure(query.error, t);
    if (view && !isPlain) go(viewAddress(view.id, view.data), true);
    else go({ view: null }, true);
  }, [isAlone, isGone, view]);
  return null;
}
