import { useTranslation } from "react-i18next";
import { Page } from "../parts/page.tsx";

export function NewEntryPage() {
  const { t } = useTranslation();
  return <Page title={t("entry.title")}>{null}</Page>;
}

export function EntryPage() {
  const { t } = useTranslation();
  return <Page title={t("entry.title")}>{null}</Page>;
}
