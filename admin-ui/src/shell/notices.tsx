import { Button } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { closeSocket, useLiveState } from "../api/live.ts";
import { setViewpoint, useViewpoint } from "../api/viewpoint.ts";
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
  const queries = useQueryClient();
  if (viewpoint.kind === "self") return null;
  const who = viewpoint.kind === "user" ? viewpoint.name : viewpoint.roles.join(", ");
  const end = () => {
    setViewpoint({ kind: "self" });
    closeSocket();
    void queries.resetQueries();
  };
  return (
    <div className={classes.notice} role="status">
      {t("shell.viewingAs", { who })}
      <Button size="compact-xs" variant="default" onClick={end}>
        {t("shell.viewingAsEnd")}
      </Button>
    </div>
  );
}
