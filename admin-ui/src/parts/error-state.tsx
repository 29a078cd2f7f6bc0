import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "./empty-state.tsx";
import { errorWords } from "./error-words.ts";

type Props = {
  error: unknown;
  onRetry?: () => void;
  /** Whether it is all that the page shows. */
  isPage?: boolean | undefined;
};

/** What went wrong, and a way to try again. */
export function ErrorState({ error, onRetry, isPage }: Props) {
  const { t } = useTranslation();
  const { title, detail } = errorWords(error, t);
  return (
    <div role="alert">
      <EmptyState
        icon={IconAlertTriangle}
        title={title}
        hint={detail}
        isPage={isPage}
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
