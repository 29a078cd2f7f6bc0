import { readJsonObject } from "../api/json-object.ts";
import { readHeaders } from "../api/request-headers.ts";

/** Why a request can't be sent as its inputs stand, in one sentence; null when it can. */
export function inputMistake(variables: string, headers: string): string | null {
  const readVariables = readJsonObject(variables);
  if (readVariables.kind === "invalid") return `The variables can't be sent: ${readVariables.message}.`;
  const readOnes = readHeaders(headers);
  if (readOnes.kind === "invalid") return `The headers can't be sent: ${readOnes.message}.`;
  return null;
}
