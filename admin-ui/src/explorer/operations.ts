import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from "graphql";
import type { Delivery } from "../api/graphql-request.ts";

/** One operation of a document, with the range of characters it spans. */
export type Operation = {
  /** Null for an anonymous operation. */
  name: string | null;
  kind: "query" | "mutation" | "subscription";
  from: number;
  to: number;
};

/** The operations of a document, in order; none while it can't be parsed. */
export function operationsOf(text: string): Operation[] {
  return (parseQuietly(text)?.definitions ?? [])
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map((definition) => ({
      name: definition.name?.value ?? null,
      kind: definition.operation,
      from: definition.loc?.start ?? 0,
      to: definition.loc?.end ?? 0,
    }));
}

/** The operation that the cursor stands in, else the last one that begins before it, else the first. */
export function operationAt(operations: readonly Operation[], cursor: number): Operation | null {
  const before = operations.filter((operation) => operation.from <= cursor);
  return before.at(-1) ?? operations[0] ?? null;
}

/** A subscription goes on; everything else is answered once, and so is what can't be parsed. */
export function deliveryOf(operation: Operation | null): Delivery {
  return operation?.kind === "subscription" ? "stream" : "whole";
}

/** A short name for a document: its first operation's name, else its first root field. */
export function operationTitle(text: string): string | null {
  const first = parseQuietly(text)?.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (!first) return /\b(?:query|mutation|subscription)\s+(\w+)/.exec(text)?.[1] ?? null;
  const field = first.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  return first.name?.value ?? field?.name.value ?? null;
}

function parseQuietly(text: string): DocumentNode | null {
  try {
    return parse(text);
  } catch {
    return null;
  }
}
