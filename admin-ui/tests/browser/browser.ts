import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** The server under test: `HEADWATER_URL`, such as `http://127.0.0.1:4000`, with the sample's model and content. */
export function serverUrl(): string {
  const url = process.env.HEADWATER_URL;
  if (!url) throw new Error("set HEADWATER_URL to a running Headwater, such as http://127.0.0.1:4000");
  return url.replace(/\/$/, "");
}

/** The address under `HEADWATER_URL` of a link that the server printed or mailed: a proxy may stand before it. */
export function hereOf(link: string): string {
  const { pathname, search, hash } = new URL(link);
  return pathname + search + hash;
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
  // Root in a container has no sandbox, and little shared memory; the other flags keep Chromium from calling its maker.
  const quiet = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
  ];
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", ...quiet],
  });
}

export type PageOptions = { colorScheme?: "light" | "dark"; width?: number };

/** A fresh profile, which notes when a page asks any other server for anything, or fails. */
export async function openContext(browser: Browser, options: PageOptions = {}): Promise<BrowserContext> {
  const { colorScheme = "light", width = 1280 } = options;
  const context = await browser.newContext({
    colorScheme,
    viewport: { width, height: 800 },
    locale: "en-GB",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(15_000);
  await context.route(
    (url) =>
      url.origin !== new URL(serverUrl()).origin && url.protocol !== "data:" && url.protocol !== "blob:",
    (route) => {
      strangers.push(route.request().url());
      return route.abort();
    },
  );
  context.on("page", (page) => {
    page.on("pageerror", (error) => pageErrors.push(error.message));
    page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text())) pageErrors.push(message.text());
    });
  });
  return context;
}

/** Opens a page in a fresh profile. */
export async function openPage(browser: Browser, path: string, options: PageOptions = {}): Promise<Page> {
  const context = await openContext(browser, options);
  const page = await context.newPage();
  await page.goto(serverUrl() + path);
  return page;
}

/** Addresses of other servers that pages asked for. */
export const strangers: string[] = [];

/** Exceptions that no page caught, and what the content security policy forbade. */
export const pageErrors: string[] = [];
