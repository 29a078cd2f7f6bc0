import { useDocumentTitle } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { Explorer } from "./explorer.tsx";

/** The page `/graphiql`: it speaks for whoever is signed in to the admin of this browser, or for nobody. */
export function ExplorerPage() {
  const { t } = useTranslation();
  useDocumentTitle(`Headwater: ${t("explorer.title")}`);
  return <Explorer speaker={{ headers: {}, isExplained: false }} />;
}
