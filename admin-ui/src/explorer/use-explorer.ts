import { useDebouncedValue } from "@mantine/hooks";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { graphqlEndpoint } from "../api/endpoint.ts";
import type { GraphQLRequest } from "../api/graphql-request.ts";
import { type RequestHeaders, readHeaders } from "../api/request-headers.ts";
import { useSchema } from "../api/use-schema.ts";
import { curlCommand } from "./curl.ts";
import { welcomeExample } from "./example-operation.ts";
import { formatOperation } from "./format-operation.ts";
import { parseHistory, remember } from "./history.ts";
import { inputMistake } from "./input-mistake.ts";
import { deliveryOf, type Operation, operationAt, operationsOf } from "./operations.ts";
import { useRuns } from "./use-runs.ts";
import { parseStoredText, useStoredState } from "./use-stored-state.ts";
import { closeDraft, currentDraft, editCurrent, parseWorkspace } from "./workspace.ts";

/** Typing a token into the headers should not read the schema at every key. */
const schemaDelayMilliseconds = 600;

/** For whom requests are sent, beside what the reader writes into the headers. */
export type Speaker = {
  headers: RequestHeaders;
  /** Whether they may be told how an operation is answered. */
  isExplained: boolean;
};

/** Everything the explorer knows and can do: the open operations, what they are sent with, and what came back. */
export function useExplorer(speaker: Speaker) {
  const { t } = useTranslation();
  const endpoint = graphqlEndpoint(window.location.href);
  const [workspace, setWorkspace] = useStoredState("workspace", parseWorkspace);
  const [headersText, setHeadersText] = useStoredState("headers", parseStoredText);
  const [history, setHistory] = useStoredState("history", parseHistory);
  const [problem, setProblem] = useState<string | null>(null);
  const draft = currentDraft(workspace);
  const { runs, start, cancel, forget } = useRuns(endpoint, draft.id);
  const cursor = useRef(0);

  const [settledHeaders] = useDebouncedValue(headersText, schemaDelayMilliseconds);
  const schema = useSchema(endpoint, { ...speaker.headers, ...headersIn(settledHeaders) });
  const example = useMemo(
    () => (schema.schema ? welcomeExample(schema.schema).operation : ""),
    [schema.schema],
  );

  const text = draft.operation ?? example;
  const operations = useMemo(() => operationsOf(text), [text]);

  const requestFor = (operation: Operation | null): GraphQLRequest => ({
    query: text,
    variablesText: draft.variables,
    operationName: operation?.name ?? null,
  });
  const sentHeaders = () => ({ ...speaker.headers, ...headersIn(headersText) });
  const operationAtCursor = () => operationAt(operations, cursor.current);

  const run = (operation: Operation | null = operationAtCursor()) => {
    const mistake =
      text.trim() === "" ? t("explorer.noOperation") : inputMistake(draft.variables, headersText, t);
    setProblem(mistake);
    if (mistake !== null) return;
    const request = requestFor(operation);
    const { operationName } = request;
    const entry = { operation: text, variables: draft.variables, operationName, time: Date.now() };
    setHistory((history) => remember(history, entry));
    const delivery = deliveryOf(operation);
    const isExplained = speaker.isExplained && delivery === "whole";
    start(draft.id, { ...request, isExplained }, delivery, sentHeaders());
  };

  const editOperation = (operation: string) => {
    setProblem(null);
    setWorkspace((workspace) => editCurrent(workspace, { operation }));
  };

  const closeTab = (id: string) => {
    forget(id);
    setWorkspace((workspace) => closeDraft(workspace, id));
  };

  const curl = () => {
    const operation = operationAtCursor();
    return curlCommand(endpoint, requestFor(operation), deliveryOf(operation), sentHeaders());
  };

  const format = () => {
    const formatted = formatOperation(text);
    if (formatted !== null) editOperation(formatted);
    else setProblem(t("explorer.notFormatted"));
  };

  return {
    endpoint,
    schema,
    workspace,
    setWorkspace,
    draft,
    example,
    text,
    operations,
    editOperation,
    editVariables: (variables: string) => setWorkspace((workspace) => editCurrent(workspace, { variables })),
    headersText,
    setHeadersText,
    history,
    setHistory,
    problem,
    setProblem,
    lastRun: runs[draft.id],
    run,
    cancel: () => cancel(draft.id),
    format,
    closeTab,
    curl,
    moveCursor: (offset: number) => {
      cursor.current = offset;
    },
  };
}

function headersIn(text: string): RequestHeaders {
  const input = readHeaders(text);
  return input.kind === "headers" ? input.headers : {};
}
