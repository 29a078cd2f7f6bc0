import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { showDone } from "../../parts/toast.tsx";
import { currentDraft, setDraft } from "../draft/draft-store.ts";
import { rebase } from "../draft/rebase.ts";
import { useAddress, useGo } from "../model-address.ts";
import { useModelPage } from "../model-context.ts";
import classes from "../model-page.module.css";

/** Says that there are changes which are not applied yet, and what can be done with them. */
export function DraftBar() {
  const { t } = useTranslation();
  const { files, changes, sources } = useModelPage();
  const unreadable = sources.mistakes.map((mistake) => mistake.path).join(", ");
  const { view } = useAddress();
  const go = useGo();
  if (!files.isChanged) return null;
  const types = new Set([...changes.keys()].map((name) => name.split(".")[0])).size;
  const discard = () => {
    const before = currentDraft();
    setDraft(null);
    showDone(t("model.done.discarded"), { label: t("common.undo"), onUndo: () => setDraft(before) });
  };
  return (
    <>
      {files.isBehind && <Behind />}
      <div className={classes.bar} role="status">
        <Text size="sm">
          {types > 0 ? t("model.draft", { count: types }) : t("model.draftText")}
          {unreadable !== "" && ` ${t("model.unreadable", { files: unreadable })}`}
        </Text>
        <Group gap="xs">
          <Button size="compact-sm" variant="subtle" color="gray" onClick={discard}>
            {t("model.discard")}
          </Button>
          {view !== "changes" && (
            <Button size="compact-sm" onClick={() => go({ view: "changes" })}>
              {t("model.review")}
            </Button>
          )}
        </Group>
      </div>
    </>
  );
}

/** The files on disk are others by now: the reader chooses what becomes of the changes. */
function Behind() {
  const { t } = useTranslation();
  const { files } = useModelPage();
  const { overwritten, files: rebased } = rebase(files.base, files.files, files.disk);
  const keep = () => {
    setDraft({ base: files.disk, basis: files.diskBasis, files: rebased });
    showDone(t("model.done.rebased"));
  };
  const reload = () => {
    const before = currentDraft();
    setDraft(null);
    showDone(t("model.done.discarded"), { label: t("common.undo"), onUndo: () => setDraft(before) });
  };
  return (
    <Alert
      className={classes.behind}
      mb="sm"
      icon={<IconAlertTriangle size={18} />}
      title={t("model.behind.title")}
      role="alert"
    >
      <Text size="sm" mb="xs">
        {overwritten.length === 0
          ? t("model.behind.fits")
          : t("model.behind.clashes", { files: overwritten.join(", ") })}
      </Text>
      <Group gap="xs">
        <Button size="xs" onClick={keep}>
          {t("model.behind.keep")}
        </Button>
        <Button size="xs" variant="default" onClick={reload}>
          {t("model.behind.reload")}
        </Button>
      </Group>
    </Alert>
  );
}
