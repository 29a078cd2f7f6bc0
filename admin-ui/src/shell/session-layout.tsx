import { Outlet, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { hasCode } from "../api/api-error.ts";
import { useFollowedModel } from "../api/use-followed-model.ts";
import { SessionProvider, useSessionQuery } from "../api/use-model.ts";
import { useViewpoint } from "../api/viewpoint.ts";
import { ErrorState } from "../parts/error-state.tsx";
import { PageLoading } from "../parts/page-loading.tsx";
import { Frame } from "./frame.tsx";

/** Loads the model and who looks at it, or leads to the sign-in, which comes back to here. */
export function SessionLayout() {
  const session = useSessionQuery(useViewpoint());
  const { data, error } = session;
  useFollowedModel(data?.model.fingerprint);
  if (hasCode(error, "UNAUTHENTICATED") || data?.me === null) {
    // The token with which somebody acts as a user may be over while their own session is not: the sign-in finds out.
    return <ToSignIn />;
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
  return error ? <ErrorState isPage error={error} onRetry={() => void session.refetch()} /> : <PageLoading />;
}

function ToSignIn() {
  const router = useRouter();
  useEffect(() => {
    const { href: next, pathname } = router.latestLocation;
    if (pathname === "/sign-in") return;
    void router.navigate({ to: "/sign-in", search: next === "/" ? {} : { next }, replace: true });
  }, [router]);
  return <PageLoading />;
}
