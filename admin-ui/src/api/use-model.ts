import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import {
  MeDocument,
  ModelAloneDocument,
  ModelDocument,
  type ModelQuery,
} from "../../generated/operations.ts";
import { indexModel, type Model } from "../model/model.ts";
import type { ApiError } from "./api-error.ts";
import { send } from "./operation.ts";
import { operationKey } from "./use-operation.ts";
import type { Viewpoint } from "./viewpoint.ts";

/** Who looks at the page. */
export type Me = NonNullable<ModelQuery["me"]>;

/** What every page knows: the model and who looks at it. */
export type Session = { model: Model; me: Me };

const SessionContext = createContext<Session | null>(null);

export const SessionProvider = SessionContext.Provider;

/** What the page was loaded with. Only pages behind the sign-in may ask. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("there is no session here");
  return session;
}

export function useModel(): Model {
  return useSession().model;
}

export function useMe(): Me {
  return useSession().me;
}

export function isAdmin(me: Me): boolean {
  return me.roles.includes("admin");
}

/** Loads both in one request, once for as long as the page is open and the model stays. */
export function useSessionQuery(viewpoint: Viewpoint) {
  return useQuery<ModelQuery, ApiError, { me: Me | null; model: Model }>({
    queryKey: [...operationKey(ModelDocument, {}), viewpoint],
    queryFn: ({ signal }) => ask(viewpoint, signal),
    select: readSession,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    retry: (count, error) => error.code === "OFFLINE" && count < 1000,
    retryDelay: (count) => Math.min(10_000, 500 * 2 ** count),
  });
}

/**
 * Who looks at things as a role has its rights, and not their own; the role may be one that may not even see who they
 * are.
 */
async function ask(viewpoint: Viewpoint, signal: AbortSignal): Promise<ModelQuery> {
  if (viewpoint.kind !== "roles") return send(ModelDocument, {}, { signal });
  const [{ me }, { model }] = await Promise.all([
    send(MeDocument, {}, { signal, asSelf: true }),
    send(ModelAloneDocument, {}, { signal }),
  ]);
  return { me: me && { ...me, roles: viewpoint.roles }, model };
}

function readSession(answer: ModelQuery) {
  return { me: answer.me, model: indexModel(answer.model) };
}
