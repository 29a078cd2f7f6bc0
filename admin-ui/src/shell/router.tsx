import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type SearchSchemaInput,
} from "@tanstack/react-router";
import { serverRoot } from "../api/endpoint.ts";
import { loaded } from "../parts/lazy-part.ts";
import { PageLoading } from "../parts/page-loading.tsx";
import { CollectionPage } from "./collection-page.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { PageError } from "./page-error.tsx";
import { idOfPath, pathOfId } from "./path-id.ts";
import { SessionLayout } from "./session-layout.tsx";

/**
 * The pages, and what their addresses hold. A feature reads its part of the address from `search`, whose shape the
 * feature itself checks.
 */
const root = createRootRoute({ notFoundComponent: NotFoundPage });

/** What a page keeps in its address beside its path; the page knows what of it makes sense. */
type Search = Record<string, unknown>;
const keepSearch = (search: Search & SearchSchemaInput): Search => search;

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: keepSearch,
  component: lazyRouteComponent(() => loaded(() => import("../sign-in/sign-in-page.tsx")), "SignInPage"),
});

/** Everything behind the sign-in: it loads the model and draws the frame. */
const session = createRoute({ getParentRoute: () => root, id: "session", component: SessionLayout });

const dashboard = createRoute({
  getParentRoute: () => session,
  path: "/",
  validateSearch: keepSearch,
  component: lazyRouteComponent(
    () => loaded(() => import("../dashboard/dashboard-page.tsx")),
    "DashboardPage",
  ),
});

const list = createRoute({
  getParentRoute: () => session,
  path: "/content/$collection",
  validateSearch: keepSearch,
  component: CollectionPage,
});

const newEntry = createRoute({
  getParentRoute: () => session,
  path: "/new/$collection",
  validateSearch: keepSearch,
  component: lazyRouteComponent(() => loaded(() => import("../entry/entry-page.tsx")), "NewEntryPage"),
});

type EntryParams = { collection: string; id: string };

const idInPath = {
  parse: ({ collection, id }: EntryParams) => ({ collection, id: idOfPath(id) }),
  stringify: ({ collection, id }: EntryParams) => ({ collection, id: pathOfId(id) }),
};

const entry = createRoute({
  getParentRoute: () => session,
  path: "/content/$collection/$id",
  params: idInPath,
  validateSearch: keepSearch,
  component: lazyRouteComponent(() => loaded(() => import("../entry/entry-page.tsx")), "EntryPage"),
});

const entryHistory = createRoute({
  getParentRoute: () => session,
  path: "/content/$collection/$id/history",
  params: idInPath,
  validateSearch: keepSearch,
  component: lazyRouteComponent(
    () => loaded(() => import("../history/entry-history-page.tsx")),
    "EntryHistoryPage",
  ),
});

const audit = createRoute({
  getParentRoute: () => session,
  path: "/history",
  validateSearch: keepSearch,
  component: lazyRouteComponent(() => loaded(() => import("../history/audit-page.tsx")), "AuditPage"),
});

const model = createRoute({
  getParentRoute: () => session,
  path: "/model",
  validateSearch: keepSearch,
  component: lazyRouteComponent(() => loaded(() => import("../model-page/model-page.tsx")), "ModelPage"),
});

const people = createRoute({
  getParentRoute: () => session,
  path: "/people",
  validateSearch: keepSearch,
  component: lazyRouteComponent(() => loaded(() => import("../people/people-page.tsx")), "PeoplePage"),
});

const account = createRoute({
  getParentRoute: () => session,
  path: "/account",
  validateSearch: keepSearch,
  component: lazyRouteComponent(() => loaded(() => import("../account/account-page.tsx")), "AccountPage"),
});

const explorer = createRoute({
  getParentRoute: () => session,
  path: "/explorer",
  validateSearch: keepSearch,
  component: lazyRouteComponent(
    () => loaded(() => import("../explorer/admin-explorer-page.tsx")),
    "AdminExplorerPage",
  ),
});

/** Whatever else is asked for. */
const unknown = createRoute({ getParentRoute: () => session, path: "$", component: NotFoundPage });

const pages = [
  unknown,
  dashboard,
  list,
  newEntry,
  entry,
  entryHistory,
  audit,
  model,
  people,
  account,
  explorer,
];

export const router = createRouter({
  routeTree: root.addChildren([signIn, session.addChildren(pages)]),
  basepath: new URL("admin", serverRoot(window.location.href)).pathname,
  defaultPendingComponent: PageLoading,
  defaultErrorComponent: PageError,
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
