import { Badge, Button, Group, Tabs, Text } from "@mantine/core";
import { IconCode, IconGitCompare, IconPlus, IconSchema, IconTable } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { isAdmin, useSession } from "../api/use-model.ts";
import { lazyPart } from "../parts/lazy-part.ts";
import { Page } from "../parts/page.tsx";
import { PageLoading } from "../parts/page-loading.tsx";
import { DiskNotice } from "./changes/disk-notice.tsx";
import { DraftBar } from "./changes/draft-bar.tsx";
import { MarkedWords } from "./changes/marked-words.tsx";
import { useModelFiles, useShownModel } from "./draft/use-model-files.ts";
import { useAddress, useGo, type View, views } from "./model-address.ts";
import { ModelProvider } from "./model-context.ts";
import classes from "./model-page.module.css";
import { TypePage } from "./types/type-page.tsx";
import { TypesView } from "./types/types-view.tsx";

const DiagramView = lazyPart(() =>
  import("./diagram/diagram-view.tsx").then((file) => ({ default: file.DiagramView })),
);
const FilesView = lazyPart(() =>
  import("./files/files-view.tsx").then((file) => ({ default: file.FilesView })),
);
const ChangesView = lazyPart(() =>
  import("./changes/changes-view.tsx").then((file) => ({ default: file.ChangesView })),
);
const NewTypeDrawer = lazyPart(() =>
  import("./forms/new-type-drawer.tsx").then((file) => ({ default: file.NewTypeDrawer })),
);

/** The content model: its types, a diagram of them, and its files, which can be changed while one develops. */
export function ModelPage() {
  const { t } = useTranslation();
  const address = useAddress();
  const go = useGo();
  const files = useModelFiles();
  const shown = useShownModel(files);
  const [isAdding, setAdding] = useState(false);
  const available = views.filter(
    (view) => (view !== "files" || files.state !== "hidden") && (view !== "changes" || files.canEdit),
  );
  const view = available.includes(address.view) ? address.view : "types";
  const changed = new Set([...shown.changes.keys()].map((name) => name.split(".")[0])).size;
  const open = (value: string | null) => {
    const next = views.find((view) => view === value) ?? "types";
    go({ view: next, ...(next === "diagram" && address.groups ? { groups: address.groups } : {}) });
  };

  return (
    <ModelProvider value={{ ...shown, files }}>
      <Page
        title={t("model.title")}
        actions={
          files.canEdit && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={14} />}
              disabled={files.state !== "ready"}
              onClick={() => setAdding(true)}
            >
              {t("model.newType")}
            </Button>
          )
        }
      >
        <ReadOnlyNotice />
        <DiskNotice />
        <DraftBar />
        <Tabs value={view} onChange={open} keepMounted={false} className={classes.tabs}>
          <Tabs.List mb="md">
            {available.map((name) => (
              <Tabs.Tab
                key={name}
                value={name}
                leftSection={viewIcons[name]}
                rightSection={
                  name === "changes" && changed > 0 ? (
                    <Badge size="sm" px={6}>
                      {changed}
                    </Badge>
                  ) : null
                }
              >
                {t(`model.views.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={view}>
            <Suspense fallback={<PageLoading />}>
              {view === "types" &&
                (address.type ? <TypePage key={address.type} name={address.type} /> : <TypesView />)}
              {view === "diagram" && <DiagramView />}
              {view === "files" && <FilesView />}
              {view === "changes" && <ChangesView />}
            </Suspense>
          </Tabs.Panel>
        </Tabs>
        <Suspense>{isAdding && <NewTypeDrawer onClose={() => setAdding(false)} />}</Suspense>
      </Page>
    </ModelProvider>
  );
}

const viewIcons: Record<View, React.ReactNode> = {
  types: <IconTable size={15} />,
  diagram: <IconSchema size={15} />,
  files: <IconCode size={15} />,
  changes: <IconGitCompare size={15} />,
};

/** Why nothing can be changed here, and where it can. */
function ReadOnlyNotice() {
  const { t } = useTranslation();
  const { model, me } = useSession();
  const reason =
    model.stage === "PRODUCTION"
      ? t(isAdmin(me) ? "model.readOnlyServe" : "model.readOnlyView")
      : isAdmin(me)
        ? null
        : t("model.readOnlyAdmins");
  if (!reason) return null;
  return (
    <Group mb="sm">
      <Text c="dimmed" size="sm">
        <MarkedWords words={reason} />
      </Text>
    </Group>
  );
}
