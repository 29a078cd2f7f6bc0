import {
  keepPreviousData,
  type QueryKey,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { ApiError } from "./api-error.ts";
import { useSubscription } from "./live.ts";
import { type Operation, type SendOptions, send } from "./operation.ts";

/** The key under which an operation's answer is kept. */
export function operationKey(operation: Operation<unknown, never>, variables: unknown): QueryKey {
  return ["operation", operation.toString(), variables];
}

export type OperationOptions = {
  /** Whether it is asked at all; yes by default. */
  enabled?: boolean;
  /** Shows the answer for the variables before while another one is on its way: pages and filters don't flicker. */
  keepPrevious?: boolean;
  /** Takes nulls in place of single values that may not be read. */
  acceptsNulls?: boolean;
  /** Asks again and again, for what has no subscription. */
  everyMilliseconds?: number;
};

/** Asks a query and keeps its answer. */
export function useOperation<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: Variables,
  options: OperationOptions = {},
): UseQueryResult<Result, ApiError> {
  return useQuery<Result, ApiError>({
    queryKey: operationKey(operation as Operation<unknown, never>, variables),
    queryFn: ({ signal }) =>
      send(operation, variables, { signal, acceptsNulls: options.acceptsNulls ?? false }),
    enabled: options.enabled ?? true,
    placeholderData: options.keepPrevious ? keepPreviousData : undefined,
    refetchInterval: options.everyMilliseconds ?? false,
  });
}

/**
 * The same, and follows it: a query of one field is a live query of the API. The first answer comes by the request,
 * so the page works where sockets don't.
 */
export function useLiveOperation<Result, Variables extends Record<string, unknown>>(
  operation: Operation<Result, Variables>,
  variables: Variables,
  options: OperationOptions = {},
): UseQueryResult<Result, ApiError> {
  const queries = useQueryClient();
  const query = useOperation(operation, variables, options);
  const live = { toString: () => liveText(operation.toString()) } as Operation<Result, Variables>;
  useSubscription((options.enabled ?? true) ? live : null, variables, {
    acceptsNulls: options.acceptsNulls ?? false,
    onData: (data) =>
      queries.setQueryData(operationKey(operation as Operation<unknown, never>, variables), data),
  });
  return query;
}

/** A query's text as a subscription's. */
export function liveText(query: string): string {
  return query.replace(/^(\s*)query\b/, "$1subscription");
}

/** Runs a mutation. What it changed elsewhere on the page is the caller's to ask for again. */
export function useSend<Result, Variables>(
  operation: Operation<Result, Variables>,
  options: SendOptions = {},
) {
  return useMutation<Result, ApiError, Variables>({
    mutationFn: (variables) => send(operation, variables, options),
  });
}
