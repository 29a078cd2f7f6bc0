import type { TFunction } from "i18next";
import { ApiError } from "../api/api-error.ts";

const known = ["FORBIDDEN", "NOT_FOUND", "OFFLINE", "TIMEOUT", "UNAVAILABLE"] as const;

/** A failure in the reader's words: what it means, and what the server said of it. */
export function errorWords(error: unknown, t: TFunction): { title: string; detail: string | null } {
  if (!(error instanceof ApiError)) {
    return { title: t("errors.unexpected"), detail: error instanceof Error ? error.message : String(error) };
  }
  const code = known.find((code) => code === error.code);
  if (code === "OFFLINE") return { title: t("errors.OFFLINE"), detail: null };
  const id = error.requestId ? ` (${error.requestId})` : "";
  return { title: code ? t(`errors.${code}`) : t("errors.unexpected"), detail: `${error.message}${id}` };
}
