import { createContext, useContext } from "react";
import type { OpenRequest, RecordRef } from "../fields/form-context.ts";

/** The entries that are open over the page, one over the other. */
export type Drawers = {
  /** How many there are. */
  depth: number;
  open: (request: OpenRequest) => Promise<RecordRef | null>;
};

const DrawerContext = createContext<Drawers | null>(null);

export const DrawerProvider = DrawerContext.Provider;

export function useDrawers(): Drawers {
  const drawers = useContext(DrawerContext);
  if (!drawers) throw new Error("there are no drawers here");
  return drawers;
}
