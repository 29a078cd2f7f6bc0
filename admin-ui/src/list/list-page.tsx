import { useTranslation } from "react-i18next";
import { Page } from "../parts/page.tsx";

export function ListPage() {
  const { t } = useTranslation();
  return <Page title={t("list.title")}>{null}</Page>;
}
