import { useTranslation } from "react-i18next";
import { Page } from "../parts/page.tsx";

export function DashboardPage() {
  const { t } = useTranslation();
  return <Page title={t("dashboard.title")}>{null}</Page>;
}
