import { QueryClient } from "@tanstack/react-query";
import { hasCode } from "./api-error.ts";

/** What was asked, and what was answered. The page has one. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What can't be reached is worth another try; what was refused would be refused again.
      retry: (count, error) => count < 3 && (hasCode(error, "OFFLINE") || hasCode(error, "UNAVAILABLE")),
      retryDelay: (count) => Math.min(8_000, 500 * 2 ** count),
      // Whether the browser thinks that it is online says nothing of a server on the same machine.
      networkMode: "always",
    },
    mutations: { networkMode: "always" },
  },
});
