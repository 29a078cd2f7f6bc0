import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type DocsPage, overview, visit } from "./docs/docs-page.ts";
import { DocsPane } from "./docs/docs-pane.tsx";
import { DraftTabs } from "./draft-tabs.tsx";
import classes from "./explorer.module.css";
import { ExplorerHeader, type Side } from "./explorer-header.tsx";
import { ExplorerLayout } from "./explorer-layout.tsx";
import { forget } from "./history.ts";
import { HistoryPane } from "./history-pane.tsx";
import { NoSchema } from "./no-schema.tsx";
import { Notice } from "./notice.tsx";
import { OperationEditor } from "./operation-editor.tsx";
import { operationTitle } from "./operations.ts";
import { RequestBar } from "./request-bar.tsx";
import { RequestInputs } from "./request-inputs.tsx";
import { ResponsePane } from "./response-pane.tsx";
import { RunButton } from "./run-button.tsx";
import { SidePane } from "./side-pane.tsx";
import { type Speaker, useExplorer } from "./use-explorer.ts";
import { isGoingOn } from "./use-runs.ts";
import { addDraft, openDraft } from "./workspace.ts";

type Texts = { operation: string; variables: string };

/** What the admin puts around the explorer. Without it the explorer is a page of its own. */
export type ExplorerFrame = {
  controls: ReactNode;
  saved: (current: Texts & { title: string }, onOpen: (texts: Texts) => void) => ReactNode;
};

type ExplorerProps = { speaker: Speaker; frame?: ExplorerFrame };

/** Write operations, run them, read the API's reference. */
export function Explorer({ speaker, frame }: ExplorerProps) {
  const { t } = useTranslation();
  const explorer = useExplorer(speaker);
  const { schema, workspace, setWorkspace, draft, setHistory } = explorer;
  const [side, setSide] = useState<Side>(null);
  const [trail, setTrail] = useState<DocsPage[]>([overview]);

  const open = (texts: Texts) =>
    setWorkspace((workspace) => openDraft(workspace, texts.operation, texts.variables));
  const showDocs = (page: DocsPage) => {
    setSide("docs");
    setTrail(visit([overview], page));
  };

  const docs = (
    <SidePane title={t("explorer.docs")} onClose={() => setSide(null)}>
      {schema.schema ? (
        <DocsPane schema={schema.schema} trail={trail} onTrail={setTrail} onTry={open} />
      ) : (
        <NoSchema {...schema} />
      )}
    </SidePane>
  );
  const history = (
    <SidePane title={t("explorer.history")} onClose={() => setSide(null)}>
      <HistoryPane
        history={explorer.history}
        onRestore={open}
        onForget={(entry) => setHistory((history) => forget(history, entry))}
        onClear={() => setHistory([])}
      />
    </SidePane>
  );
  const current = {
    title: operationTitle(explorer.text) ?? "",
    operation: explorer.text,
    variables: draft.variables,
  };
  const saved = (
    <SidePane title={t("explorer.savedOperations")} onClose={() => setSide(null)}>
      {frame?.saved(current, open)}
    </SidePane>
  );
  const panes = { docs, history, saved };
  const tabs = (
    <DraftTabs
      drafts={workspace.drafts}
      currentId={draft.id}
      example={explorer.example}
      onSelect={(currentId) => setWorkspace((workspace) => ({ ...workspace, currentId }))}
      onClose={explorer.closeTab}
      onAdd={() => setWorkspace((workspace) => addDraft(workspace))}
    />
  );
  const runButton = (
    <RunButton
      operations={explorer.operations}
      isRunning={isGoingOn(explorer.lastRun)}
      onRun={explorer.run}
      onCancel={explorer.cancel}
    />
  );
  const operation = (
    <section className={classes.pane} aria-label={t("explorer.request")}>
      <RequestBar tabs={tabs} runButton={runButton} onFormat={explorer.format} curl={explorer.curl} />
      <div className={classes.fill}>
        <OperationEditor
          key={draft.id}
          schema={schema.schema}
          value={explorer.text}
          onChange={explorer.editOperation}
          onCursor={explorer.moveCursor}
          onRun={explorer.run}
          onFormat={explorer.format}
          onShowDocs={showDocs}
        />
      </div>
    </section>
  );
  const inputs = (
    <RequestInputs
      schema={schema.schema}
      operation={explorer.text}
      variables={draft.variables}
      onVariables={explorer.editVariables}
      headers={explorer.headersText}
      onHeaders={explorer.setHeadersText}
      onRun={explorer.run}
    />
  );
  return (
    <div className={frame ? classes.inFrame : classes.page}>
      <ExplorerHeader
        side={side}
        onSide={setSide}
        isReadingSchema={schema.isFetching}
        onReadSchema={schema.refetch}
        frame={frame}
      />
      {schema.error && (
        <Notice
          text={t("explorer.noSuggestions", { reason: schema.error })}
          action={t("common.tryAgain")}
          onAction={schema.refetch}
        />
      )}
      {explorer.problem && (
        <Notice
          text={explorer.problem}
          action={t("explorer.dismiss")}
          onAction={() => explorer.setProblem(null)}
        />
      )}
      <ExplorerLayout
        side={side && panes[side]}
        isPart={frame !== undefined}
        operation={operation}
        inputs={inputs}
        response={<ResponsePane run={explorer.lastRun} endpoint={explorer.endpoint} onRun={explorer.run} />}
      />
    </div>
  );
}
