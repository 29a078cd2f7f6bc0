import { Button } from "@mantine/core";
import { IconCompassOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../parts/empty-state.tsx";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <EmptyState
      isPage
      icon={IconCompassOff}
      title={t("errors.pageNotFound")}
      hint={t("errors.pageNotFoundHint")}
      action={
        <Button component={Link} to="/" variant="default">
          {t("errors.toStart")}
        </Button>
      }
    />
  );
}
