import { Center, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** While a page is on its way. */
export function PageLoading() {
  const { t } = useTranslation();
  return (
    <Center h="60vh">
      <Loader size="sm" role="status" aria-label={t("common.loading")} />
    </Center>
  );
}
