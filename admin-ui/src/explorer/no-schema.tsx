import { Button, EmptyState, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SchemaState } from "../api/use-schema.ts";
import classes from "./explorer.module.css";

/** Stands in the docs' place while there is no schema. */
export function NoSchema({ error, refetch }: SchemaState) {
  const { t } = useTranslation();
  if (error === null) {
    return (
      <div className={classes.message} role="status">
        <Loader size="sm" aria-label={t("explorer.readingSchema")} />
      </div>
    );
  }
  return (
    <div className={classes.message}>
      <EmptyState
        size="sm"
        title={t("explorer.noSchema")}
        description={t("explorer.noSchemaHint", { reason: error })}
      >
        <EmptyState.Actions>
          <Button size="xs" variant="light" onClick={refetch}>
            {t("common.tryAgain")}
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    </div>
  );
}
