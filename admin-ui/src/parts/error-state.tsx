import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "./empty-state.tsx";
import { errorWords } from "./error-words.ts";

/** What went wrong, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const { title, detail } = errorWords(error, t);
  return (
    <div role="alert">
      <EmptyState
        icon={IconAlertTriangle}
        title={title}
        hint={detail}
        action={
          onRetry && (
            <Button variant="default" onClick={onRetry}>
              {t("common.tryAgain")}
            </Button>
          )
        }
      />
    </div>
  );
}
