import { ActionIcon, Button, Group, Skeleton, Text, TextInput, Tooltip } from "@mantine/core";
import { IconFileOff, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../../parts/empty-state.tsx";
import { ErrorState } from "../../parts/error-state.tsx";
import { Diagnostics } from "../changes/diagnostics.tsx";
import { usePlan } from "../draft/use-model-files.ts";
import { useChange } from "../forms/use-change.ts";
import { useAddress, useGo } from "../model-address.ts";
import { useModelPage } from "../model-context.ts";
import { withText } from "../sdl/sources.ts";
import { ChangeBadge, ModelLink } from "../types/type-link.tsx";
import classes from "./files.module.css";
import type { Problem } from "./markers.ts";
import { SdlEditor } from "./sdl-editor.tsx";

/** The files of the model: to be read, and while one develops, to be written. */
export function FilesView() {
  const { t } = useTranslation();
  const { files } = useModelPage();
  const address = useAddress();
  const go = useGo();
  const change = useChange();
  const open = files.files.find((file) => file.path === address.file) ?? files.files[0];
  if (files.state === "loading") return <Skeleton height={400} />;
  if (files.state === "failed") return <ErrorState error={files.error} onRetry={() => void files.reload()} />;
  const remove = (path: string) => {
    change((all) => all.filter((file) => file.path !== path), t("model.done.fileRemoved", { path }));
    go({ view: "files" });
  };
  return (
    <div className={classes.layout}>
      <nav aria-label={t("model.files")}>
        <ul className={classes.list}>
          {files.files.map((file) => (
            <li key={file.path}>
              <ModelLink
                to={{ view: "files", file: file.path }}
                className={classes.file}
                aria-current={file.path === open?.path ? "true" : undefined}
              >
                {file.path.replace(/^schema\//, "")}
                <FileState path={file.path} text={file.text} />
              </ModelLink>
            </li>
          ))}
        </ul>
        {files.canEdit && <NewFile />}
      </nav>
      {open ? (
        <div className={classes.main}>
          <div className={classes.head}>
            <Text size="xs">{open.path}</Text>
            <Group gap={4}>
              {files.canEdit && (
                <Tooltip label={t("model.removeFile")}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t("model.removeNamed", { name: open.path })}
                    onClick={() => remove(open.path)}
                  >
                    <IconTrash size={15} />
                  </ActionIcon>
                </Tooltip>
              )}
            </Group>
          </div>
          <OpenFile key={open.path} path={open.path} text={open.text} line={address.line} />
        </div>
      ) : (
        <EmptyState icon={IconFileOff} title={t("model.noFiles")} />
      )}
    </div>
  );
}

function FileState({ path, text }: { path: string; text: string }) {
  const { files } = useModelPage();
  const before = files.base.find((file) => file.path === path)?.text;
  if (before === text) return null;
  return <ChangeBadge change={before === undefined ? "added" : "changed"} />;
}

function OpenFile({ path, text, line }: { path: string; text: string; line: number | undefined }) {
  const { t } = useTranslation();
  const { files, sources } = useModelPage();
  const plan = usePlan(files);
  const told = plan.data?.diagnostics;
  const mistakes = sources.mistakes;
  const problems = useMemo<Problem[]>(() => {
    const ofServer = (told ?? []).filter((diagnostic) => diagnostic.file === path);
    if (ofServer.some((problem) => problem.severity === "ERROR")) return ofServer;
    const own = mistakes.filter((mistake) => mistake.path === path);
    return [
      ...ofServer,
      ...own.map((mistake) => ({
        ...mistake,
        severity: "ERROR" as const,
        hint: null,
        endLine: null,
        endColumn: null,
      })),
    ];
  }, [told, mistakes, path]);
  const errors = (told ?? []).filter(({ severity }) => severity === "ERROR");
  return (
    <>
      <div className={classes.editor}>
        <SdlEditor
          label={t("model.fileText", { path })}
          text={text}
          problems={problems}
          line={line}
          {...(files.canEdit
            ? { onChange: (edited: string) => files.change(withText(files.files, path, edited)) }
            : {})}
        />
      </div>
      {errors.length > 0 && (
        <div className={classes.problems}>
          <Diagnostics diagnostics={errors} />
        </div>
      )}
    </>
  );
}

const namePattern = /^(?:[^/\\.:][^/\\:]*\/)*[^/\\.:][^/\\:]*$/;

function NewFile() {
  const { t } = useTranslation();
  const { files } = useModelPage();
  const go = useGo();
  const [name, setName] = useState<string | null>(null);
  if (name === null)
    return (
      <Button
        mt={6}
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={13} />}
        onClick={() => setName("")}
      >
        {t("model.newFile")}
      </Button>
    );
  const path = `schema/${name.replace(/\.graphql$/, "")}.graphql`;
  const isTaken = files.files.some((file) => file.path === path);
  const isValid = namePattern.test(name) && !isTaken;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isValid) return;
        files.change([...files.files, { path, text: "" }]);
        setName(null);
        go({ view: "files", file: path });
      }}
    >
      <TextInput
        mt={6}
        size="xs"
        autoFocus
        aria-label={t("model.fileName")}
        placeholder="blog.graphql"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={() => name === "" && setName(null)}
        error={
          name !== "" && !isValid
            ? isTaken
              ? t("model.takenName", { name })
              : t("model.badPath")
            : undefined
        }
        spellCheck={false}
      />
    </form>
  );
}
