import { useTranslation } from "react-i18next";
import classes from "./docs.module.css";
import { withCode } from "./with-code.tsx";

/** Says that something should not be used any more, and what to use instead. */
export function Deprecation({ reason }: { reason: string | null | undefined }) {
  const { t } = useTranslation();
  if (reason === null || reason === undefined) return null;
  return (
    <p className={classes.deprecation}>
      {t("explorer.deprecated")} {withCode(reason)}
    </p>
  );
}
