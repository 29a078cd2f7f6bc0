import { Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { hasCode } from "../api/api-error.ts";
import { SessionProvider, useSessionQuery } from "../api/use-model.ts";
import { useViewpoint } from "../api/viewpoint.ts";
import { ErrorState } from "../parts/error-state.tsx";
import { PageLoading } from "../parts/page-loading.tsx";
import { Frame } from "./frame.tsx";

/** Loads the model and who looks at it, or leads to the sign-in, which comes back to here. */
export function SessionLayout() {
  const here = useLocation({ select: (location) => location.href });
  const session = useSessionQuery(useViewpoint());
  const { data, error } = session;
  if (hasCode(error, "UNAUTHENTICATED") || data?.me === null) {
    return <Navigate to="/sign-in" search={here === "/" ? {} : { next: here }} replace />;
  }
  if (data?.me) {
    return (
      <SessionProvider value={{ model: data.model, me: data.me }}>
        <Frame>
          <Outlet />
        </Frame>
      </SessionProvider>
    );
  }
  return error ? <ErrorState error={error} onRetry={() => void session.refetch()} /> : <PageLoading />;
}
