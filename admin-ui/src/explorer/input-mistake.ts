import type { TFunction } from "i18next";
import { readJsonObject } from "../api/json-object.ts";
import { readHeaders } from "../api/request-headers.ts";

/** Why a request can't be sent as its inputs stand, in one sentence; null when it can. */
export function inputMistake(variables: string, headers: string, t: TFunction): string | null {
  const readVariables = readJsonObject(variables);
  if (readVariables.kind === "invalid")
    return t("explorer.wrongVariables", { reason: readVariables.message });
  const readOnes = readHeaders(headers);
  if (readOnes.kind === "invalid") return t("explorer.wrongHeaders", { reason: readOnes.message });
  return null;
}
