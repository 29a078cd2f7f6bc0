import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

/** The server under test: `HEADWATER_URL`, such as `http://127.0.0.1:4000`. Its schema must have a collection. */
export function serverUrl(): string {
  const url = process.env.HEADWATER_URL;
  if (!url) throw new Error("set HEADWATER_URL to a running Headwater, such as http://127.0.0.1:4000");
  return url.replace(/\/$/, "");
}

/** Starts Chromium: `CHROMIUM`, or where Linux distributions put it. */
export function startBrowser(): Promise<Browser> {
  const places = [
    process.env.CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  const executablePath = places.find((place) => place !== undefined && existsSync(place));
  if (!executablePath) throw new Error("install Chromium, or set CHROMIUM to the path of one");
  // Root in a container has no sandbox; the other flags keep Chromium from calling its maker.
  const quiet = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
  ];
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", ...quiet],
  });
}

export type PageOptions = { colorScheme?: "light" | "dark"; width?: number };

/** Opens a page in a fresh profile, and fails it when it asks any other server for anything. */
export async function openPage(browser: Browser, path: string, options: PageOptions = {}): Promise<Page> {
  const { colorScheme = "light", width = 1280 } = options;
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
  context.setDefaultTimeout(8000);
  const page = await context.newPage();
  await context.route(
    (url) => url.origin !== new URL(serverUrl()).origin && url.protocol !== "data:",
    (route) => {
      strangers.push(route.request().url());
      return route.abort();
    },
  );
  page.on("pageerror", (error) => pageErrors.push(error.message));
  await page.goto(serverUrl() + path);
  return page;
}

/** Addresses of other servers that pages asked for. */
export const strangers: string[] = [];

/** Exceptions that no page caught. */
export const pageErrors: string[] = [];
