import type { TFunction } from "i18next";
import type { AuthEventsQuery } from "../../../generated/operations.ts";
import { isRecord } from "../../api/json-object.ts";

export type AuthEvent = AuthEventsQuery["authEvents"][number];
export type EventKind = AuthEvent["kind"];

/** Every kind of event, in the order in which they are offered as filters. */
export const eventKinds = [
  "SIGNED_IN",
  "SIGN_IN_FAILED",
  "LOCKED_OUT",
  "SIGNED_OUT",
  "SESSION_REVOKED",
  "REFRESH_TOKEN_REUSED",
  "PASSWORD_CHANGED",
  "PASSWORD_RESET",
  "SECOND_FACTOR_ENABLED",
  "SECOND_FACTOR_DISABLED",
  "PASSKEY_REGISTERED",
  "PASSKEY_REMOVED",
  "PROVIDER_LINKED",
  "PROVIDER_UNLINKED",
  "EMAIL_VERIFIED",
  "EMAIL_CHANGED",
  "API_TOKEN_CREATED",
  "API_TOKEN_REVOKED",
  "SIGNED_UP",
  "USER_CREATED",
  "USER_INVITED",
  "PROMOTED",
  "ROLES_CHANGED",
  "IMPERSONATED",
  "USER_DISABLED",
  "USER_ENABLED",
] as const satisfies readonly EventKind[];

/** Those that somebody should look at: they may mean that a stranger is at an account. */
const alarming: readonly EventKind[] = ["SIGN_IN_FAILED", "LOCKED_OUT", "REFRESH_TOKEN_REUSED"];

export function isAlarming(kind: EventKind): boolean {
  return alarming.includes(kind);
}

/** What an event tells beside its kind: names, roles, providers. */
export function eventDetail(event: AuthEvent, t: TFunction, language: string): string | null {
  if (!isRecord(event.detail)) return null;
  const { roles, name, provider, seconds } = event.detail;
  if (Array.isArray(roles))
    return roles.length > 0
      ? new Intl.ListFormat(language, { type: "unit" }).format(roles.map(String))
      : t("account.noRoles");
  if (typeof name === "string") return name;
  if (typeof provider === "string") return provider;
  if (typeof seconds === "number")
    return new Intl.NumberFormat(language, { style: "unit", unit: "second", unitDisplay: "long" }).format(
      seconds,
    );
  return null;
}

/** How somebody signed in or tried to, if the event tells. */
export function eventMethod(event: AuthEvent): string | null {
  return isRecord(event.detail) && typeof event.detail.method === "string" ? event.detail.method : null;
}
