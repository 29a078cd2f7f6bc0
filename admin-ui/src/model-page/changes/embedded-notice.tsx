import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSession } from "../../api/use-model.ts";
import { lostEmbedded } from "../draft/lost-embedded.ts";
import { useModelPage } from "../model-context.ts";
import classes from "../model-page.module.css";

/** Says what of components goes: it stands inside entries, where the plan does not look. */
export function EmbeddedNotice() {
  const { t, i18n } = useTranslation();
  const { model } = useSession();
  const { changes } = useModelPage();
  const names = lostEmbedded(model, changes);
  if (names.length === 0) return null;
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(names);
  return (
    <Alert
      className={classes.behind}
      icon={<IconAlertTriangle size={18} />}
      title={t("model.embeddedLost.title", { names: list })}
    >
      {t("model.embeddedLost.hint")}
    </Alert>
  );
}
