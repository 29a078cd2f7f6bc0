import { isRecord } from "./json-object.ts";

/** One value that the server did not take, by its path in the arguments: `data.blocks[2].image`. */
export type FieldError = { path: string; code: string; message: string };

/** Why an operation failed. `code` is the server's, or `OFFLINE` when it can't be reached. */
export class ApiError extends Error {
  readonly code: string;
  readonly fields: FieldError[];
  readonly retryAfterSeconds: number | null;
  readonly requestId: string | null;

  constructor(message: string, code: string, extensions: Record<string, unknown> = {}) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.fields = Array.isArray(extensions.fields) ? extensions.fields.filter(isFieldError) : [];
    this.retryAfterSeconds = typeof extensions.retryAfter === "number" ? extensions.retryAfter : null;
    this.requestId = typeof extensions.requestId === "string" ? extensions.requestId : null;
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof ApiError && error.code === code;
}

/** The first error of a GraphQL answer, or of a subscription that ended. */
export function firstError(errors: unknown): ApiError {
  const first: unknown = Array.isArray(errors) ? errors[0] : errors;
  if (first instanceof ApiError) return first;
  if (!isRecord(first))
    return new ApiError(first instanceof Error ? first.message : String(first), "INTERNAL");
  const extensions = isRecord(first.extensions) ? first.extensions : {};
  const code = typeof extensions.code === "string" ? extensions.code : "INTERNAL";
  return new ApiError(typeof first.message === "string" ? first.message : code, code, extensions);
}

function isFieldError(value: unknown): value is FieldError {
  return isRecord(value) && typeof value.path === "string" && typeof value.message === "string";
}
