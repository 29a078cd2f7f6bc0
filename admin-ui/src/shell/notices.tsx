import { Button } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { useLiveState } from "../api/live.ts";
import { useViewpoint } from "../api/viewpoint.ts";
import { useViewAs } from "../parts/use-view-as.ts";
import classes from "./frame.module.css";

/** What holds for every page right now: being offline, and looking at things as somebody else. */
export function Notices() {
  const { t } = useTranslation();
  const live = useLiveState();
  const { online } = useNetwork();
  return (
    <>
      <ViewpointNotice />
      <div aria-live="polite">
        {!online && <div className={classes.notice}>{t("shell.offline")}</div>}
        {online && live === "lost" && <div className={classes.notice}>{t("shell.lost")}</div>}
      </div>
    </>
  );
}

function ViewpointNotice() {
  const { t } = useTranslation();
  const viewpoint = useViewpoint();
  const viewAs = useViewAs();
  if (viewpoint.kind === "self") return null;
  const who = viewpoint.kind === "user" ? viewpoint.name : viewpoint.roles.join(", ");
  return (
    <div className={classes.notice} role="status">
      {t("shell.viewingAs", { who })}
      <Button size="compact-xs" variant="default" onClick={() => viewAs({ kind: "self" })}>
        {t("shell.viewingAsEnd")}
      </Button>
    </div>
  );
}
