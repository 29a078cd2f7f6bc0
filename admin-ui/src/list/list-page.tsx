import { IconLock } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/api-error.ts";
import { useModel } from "../api/use-model.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ErrorState } from "../parts/error-state.tsx";
import { Page } from "../parts/page.tsx";
import { ListView } from "./list-view.tsx";

/** The records of a collection. */
export function ListPage() {
  const { t } = useTranslation();
  const { collection: name = "" } = useParams({ strict: false });
  const collection = useModel().collections.get(name);
  if (!collection) {
    return (
      <Page title={t("list.unknown")}>
        <ErrorState error={new ApiError(t("list.unknownHint", { name }), "NOT_FOUND")} />
      </Page>
    );
  }
  if (collection.can.read === "NONE" || !collection.api.connection) {
    return (
      <Page title={collection.pluralLabel}>
        <EmptyState
          icon={IconLock}
          title={t("list.unreadable", { collection: collection.pluralLabel })}
          hint={t("list.unreadableHint")}
        />
      </Page>
    );
  }
  return <ListView key={name} collection={collection} />;
}
