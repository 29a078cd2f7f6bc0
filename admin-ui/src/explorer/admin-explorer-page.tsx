import { useTranslation } from "react-i18next";
import { Page } from "../parts/page.tsx";

export function AdminExplorerPage() {
  const { t } = useTranslation();
  return <Page title={t("explorer.title")}>{null}</Page>;
}
