import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { cssVariables, theme } from "./theme.ts";

/** One bundle serves every page; each page is loaded when its path is opened. */
const pages = [
  {
    path: /\/graphiql\/?$/,
    Page: lazy(() => import("./explorer/explorer-page.tsx").then((page) => ({ default: page.ExplorerPage }))),
  },
];

const queryClient = new QueryClient();

export function App({ path }: { path: string }) {
  const Page = pages.find((page) => page.path.test(path))?.Page;
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Suspense>{Page ? <Page /> : <p>There is no page here.</p>}</Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}
