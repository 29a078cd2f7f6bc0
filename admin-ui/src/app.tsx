import { MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { Suspense } from "react";
import { queryClient } from "./api/query-client.ts";
import { lazyPart } from "./parts/lazy-part.ts";
import { cssVariables, theme } from "./theme.ts";

/** One bundle serves the explorer of the API and the admin; each is loaded when its path is opened. */
const Explorer = lazyPart(() =>
  import("./explorer/explorer-page.tsx").then((page) => ({ default: page.ExplorerPage })),
);
const Admin = lazyPart(() => import("./shell/admin.tsx").then((page) => ({ default: page.Admin })));

export function App({ path }: { path: string }) {
  const Page = /\/graphiql\/?$/.test(path) ? Explorer : Admin;
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <ModalsProvider>
          <Notifications position="bottom-center" limit={4} />
          <Suspense>
            <Page />
          </Suspense>
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
