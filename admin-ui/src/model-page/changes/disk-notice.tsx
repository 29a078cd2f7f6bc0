import { Alert, Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { hasErrors, usePlan } from "../draft/use-model-files.ts";
import { useAddress, useGo } from "../model-address.ts";
import { useModelPage } from "../model-context.ts";
import classes from "../model-page.module.css";

/** Says that the files on disk have mistakes, or wait for somebody who allows what is lost by them. */
export function DiskNotice() {
  const { t } = useTranslation();
  const { files } = useModelPage();
  const { view } = useAddress();
  const go = useGo();
  const plan = usePlan(files);
  if (files.isChanged || !plan.data || plan.isPlaceholderData || view === "changes") return null;
  const isWrong = hasErrors(plan.data);
  if (!isWrong && !plan.data.destructive) return null;
  return (
    <Alert
      mb="sm"
      {...(isWrong ? { color: "red" } : { className: classes.behind })}
      icon={<IconAlertTriangle size={18} />}
      title={t(isWrong ? "model.disk.wrong" : "model.disk.waiting")}
    >
      <p style={{ margin: "0 0 8px" }}>{t(isWrong ? "model.disk.wrongHint" : "model.disk.waitingHint")}</p>
      <Button size="compact-sm" variant="default" onClick={() => go({ view: "changes" })}>
        {t("model.review")}
      </Button>
    </Alert>
  );
}
