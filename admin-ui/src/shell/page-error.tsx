import type { ErrorComponentProps } from "@tanstack/react-router";
import { ErrorState } from "../parts/error-state.tsx";

/** In place of a page that failed while it was drawn. */
export function PageError({ error, reset }: ErrorComponentProps) {
  return <ErrorState isPage error={error} onRetry={reset} />;
}
