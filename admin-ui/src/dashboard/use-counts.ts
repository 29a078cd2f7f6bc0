import { useQuery } from "@tanstack/react-query";
import { contentOperation, send } from "../api/operation.ts";
import { useModel } from "../api/use-model.ts";
import type { Collection } from "../model/model.ts";
import { type Counts, countsText, firstMoment, readCounts } from "./counts.ts";

/** Two fields of an operation for each; the server allows a hundred. */
const mostAtOnce = 48;
const freshMilliseconds = 60_000;

/** The collections whose records can be counted, the model's own first. */
export function useCountable(): Collection[] {
  const all = [...useModel().collections.values()].filter(
    ({ api, can, singleton }) => api.aggregate !== null && can.read !== "NONE" && !singleton,
  );
  return [...all.filter((it) => !it.builtIn), ...all.filter((it) => it.builtIn)];
}

/** Counts of all of them, in one request as long as there are not very many. */
export function useCounts(collections: Collection[]) {
  return useQuery({
    queryKey: ["counts", collections.map((collection) => collection.name)],
    queryFn: async ({ signal }) => {
      const now = new Date();
      const counts = new Map<string, Counts>();
      for (let start = 0; start < collections.length; start += mostAtOnce) {
        const part = collections.slice(start, start + mostAtOnce);
        const text = countsText(part);
        const variables = text.includes("$since") ? { since: firstMoment(now) } : {};
        const answer = await send(contentOperation(text), variables, { signal });
        for (const [name, count] of readCounts(answer, part, now)) counts.set(name, count);
      }
      return counts;
    },
    staleTime: freshMilliseconds,
  });
}
