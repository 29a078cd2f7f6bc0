import { createContext, useContext } from "react";
import type { OpenRequest, RecordRef } from "../fields/form-context.ts";
import type { FormStore } from "./form-store.ts";

/** The entries that are open over the page, one over the other. */
export type Drawers = {
  /** How many there are. */
  depth: number;
  /** The forms on the page and in the drawers, by their places and by what they edit. */
  forms: Map<string, FormStore>;
  open: (request: OpenRequest) => Promise<RecordRef | null>;
};

const DrawerContext = createContext<Drawers | null>(null);

export const DrawerProvider = DrawerContext.Provider;

export function useDrawers(): Drawers {
  const drawers = useContext(DrawerContext);
  if (!drawers) throw new Error("there are no drawers here");
  return drawers;
}
