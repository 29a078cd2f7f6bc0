import { useTranslation } from "react-i18next";
import { Page } from "../parts/page.tsx";

export function EntryHistoryPage() {
  const { t } = useTranslation();
  return <Page title={t("history.title")}>{null}</Page>;
}
