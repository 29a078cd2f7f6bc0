import { useDocumentTitle } from "@mantine/hooks";
import { useState } from "react";
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
import { RequestBar } from "./request-bar.tsx";
import { RequestInputs } from "./request-inputs.tsx";
import { ResponsePane } from "./response-pane.tsx";
import { RunButton } from "./run-button.tsx";
import { SidePane } from "./side-pane.tsx";
import { useExplorer } from "./use-explorer.ts";
import { isGoingOn } from "./use-runs.ts";
import { addDraft, openDraft } from "./workspace.ts";

/** The page `/graphiql`: write operations, run them, read the API's reference. */
export function ExplorerPage() {
  useDocumentTitle("Headwater API explorer");
  const explorer = useExplorer();
  const { schema, workspace, setWorkspace, draft, setHistory } = explorer;
  const [side, setSide] = useState<Side>(null);
  const [trail, setTrail] = useState<DocsPage[]>([overview]);

  const open = (texts: { operation: string; variables: string }) =>
    setWorkspace((workspace) => openDraft(workspace, texts.operation, texts.variables));
  const showDocs = (page: DocsPage) => {
    setSide("docs");
    setTrail(visit([overview], page));
  };

  const docs = (
    <SidePane title="Docs" onClose={() => setSide(null)}>
      {schema.schema ? (
        <DocsPane schema={schema.schema} trail={trail} onTrail={setTrail} onTry={open} />
      ) : (
        <NoSchema {...schema} />
      )}
    </SidePane>
  );
  const history = (
    <SidePane title="History" onClose={() => setSide(null)}>
      <HistoryPane
        history={explorer.history}
        onRestore={open}
        onForget={(entry) => setHistory((history) => forget(history, entry))}
        onClear={() => setHistory([])}
      />
    </SidePane>
  );
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
    <section className={classes.pane} aria-label="Request">
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
      variables={draft.variables}
      onVariables={explorer.editVariables}
      headers={explorer.headersText}
      onHeaders={explorer.setHeadersText}
      onRun={explorer.run}
    />
  );
  return (
    <div className={classes.page}>
      <ExplorerHeader
        side={side}
        onSide={setSide}
        isReadingSchema={schema.isFetching}
        onReadSchema={schema.refetch}
      />
      {schema.error && (
        <Notice
          text={`No suggestions and no docs: ${schema.error}.`}
          action="Try again"
          onAction={schema.refetch}
        />
      )}
      {explorer.problem && (
        <Notice text={explorer.problem} action="Dismiss" onAction={() => explorer.setProblem(null)} />
      )}
      <ExplorerLayout
        side={side && (side === "docs" ? docs : history)}
        operation={operation}
        inputs={inputs}
        response={<ResponsePane run={explorer.lastRun} endpoint={explorer.endpoint} onRun={explorer.run} />}
      />
    </div>
  );
}
