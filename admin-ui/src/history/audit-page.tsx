import { useTranslation } from "react-i18next";
import { Page } from "../parts/page.tsx";

export function AuditPage() {
  const { t } = useTranslation();
  return <Page title={t("audit.title")}>{null}</Page>;
}
