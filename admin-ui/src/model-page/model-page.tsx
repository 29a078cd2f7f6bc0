import { useTranslation } from "react-i18next";
import { Page } from "../parts/page.tsx";

export function ModelPage() {
  const { t } = useTranslation();
  return <Page title={t("model.title")}>{null}</Page>;
}
