import { Button } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLiveState } from "../api/live.ts";
import { useViewpoint } from "../api/viewpoint.ts";
import { showDone } from "../parts/toast.tsx";
import { useViewAs } from "../parts/use-view-as.ts";
import { useViewedAs } from "../parts/use-viewed-as.ts";
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
  const who = useViewedAs();
  const viewAs = useViewAs();
  const end = useRef(() => {});
  end.current = () => {
    viewAs({ kind: "self" });
    showDone(t("shell.viewAsEnded"));
  };
  const expiresAt = viewpoint.kind === "user" ? viewpoint.expiresAt : undefined;
  useEffect(() => {
    if (expiresAt === undefined) return;
    // A little before the token is over, so that nothing is refused first.
    const left = new Date(expiresAt).getTime() - Date.now() - 5_000;
    const timer = setTimeout(() => end.current(), Math.max(0, left));
    return () => clearTimeout(timer);
  }, [expiresAt]);
  if (who === null) return null;
  return (
    <div className={classes.notice} role="status">
      {t("shell.viewingAs", { who })}
      <Button size="compact-xs" variant="default" onClick={() => viewAs({ kind: "self" })}>
        {t("shell.viewingAsEnd")}
      </Button>
    </div>
  );
}
