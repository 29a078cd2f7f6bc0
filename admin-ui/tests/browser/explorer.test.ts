import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openPage, pageErrors, serverUrl, startBrowser, strangers } from "./browser.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  expect(strangers).toEqual([]);
  expect(pageErrors).toEqual([]);
});

const editor = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const response = (page: Page) => editor(page, "Response");

async function write(page: Page, name: string, text: string) {
  await editor(page, name).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

/** Waits until the text of the element holds what is expected. */
async function expectText(page: Page, read: () => Promise<string | null>, expected: string | RegExp) {
  await expect.poll(read, { timeout: 15_000 }).toMatch(expected);
  return page;
}

/** The access token of a new session. */
async function session(mutation: "signUp" | "signIn", account: { email: string; password: string }) {
  const query = `mutation($email: Email!, $password: String!) {
    made: ${mutation}(email: $email, password: $password) { session { accessToken } }
  }`;
  const response = await fetch(`${serverUrl()}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables: account }),
  });
  const answer = (await response.json()) as { data: { made: { session: { accessToken: string } } } };
  return answer.data.made.session.accessToken;
}

test("the example that greets a newcomer runs", async () => {
  const page = await openPage(browser, "/graphiql");
  await expectText(page, () => editor(page, "Operation").textContent(), /query \w+/);
  await button(page, "Run").click();
  await expectText(page, () => response(page).textContent(), /"data"/);
  await expectText(page, () => page.getByLabel("Response").first().textContent(), /200 OK.*ms.*B/s);
  expect(await response(page).textContent()).not.toContain('"errors"');
});

test("a query is written with suggestions, run from the keyboard and kept in the history", async () => {
  const page = await openPage(browser, "/graphiql");
  await expectText(page, () => editor(page, "Operation").textContent(), /query \w+/);
  await write(page, "Operation", "");
  await page.keyboard.type("query Named { __typen");
  await page.keyboard.press("Control+Space");
  await page.getByRole("option", { name: "__typename" }).first().click();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expectText(page, () => response(page).textContent(), /"__typename": "Query"/);

  await button(page, "History").click();
  await write(page, "Operation", "{ other: __typename }");
  await page
    .getByRole("complementary", { name: "History" })
    .getByRole("button", { name: /^Named/ })
    .click();
  await expectText(page, () => editor(page, "Operation").textContent(), /query Named/);
  await page.reload();
  await expectText(page, () => editor(page, "Operation").textContent(), /query Named/);
  await button(page, "History").click();
  await button(page, "Clear").click();
  await page.getByText("No history yet").waitFor();
});

test("variables are sent, and broken ones are not", async () => {
  const page = await openPage(browser, "/graphiql");
  await write(
    page,
    "Operation",
    "query A($yes: Boolean!) { a: __typename @include(if: $yes) b: __typename }",
  );
  await write(page, "Variables", '{ "yes": false }');
  await page.keyboard.press("ControlOrMeta+Enter");
  await expectText(page, () => response(page).textContent(), /"b": "Query"/);
  expect(await response(page).textContent()).not.toContain('"a"');
  await write(page, "Variables", "{ yes");
  await button(page, "Run").click();
  await page
    .getByRole("alert")
    .getByText(/The variables can’t be sent/)
    .waitFor();
});

test("one of several operations is picked", async () => {
  const page = await openPage(browser, "/graphiql");
  await write(page, "Operation", "query One { one: __typename }\nquery Two { two: __typename }");
  await button(page, "Pick the operation to run").click();
  await page.getByRole("menuitem", { name: "query One" }).click();
  await expectText(page, () => response(page).textContent(), /"one": "Query"/);
  await editor(page, "Operation").click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expectText(page, () => response(page).textContent(), /"two": "Query"/);
});

test("a mistake is answered with its status and its errors", async () => {
  const page = await openPage(browser, "/graphiql");
  await write(page, "Operation", "{ thisFieldIsNowhere }");
  await page.locator(".cm-lintRange-error").first().waitFor();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expectText(page, () => response(page).textContent(), /thisFieldIsNowhere/);
  await page.getByText("1 error").waitFor();
});

test("a subscription shows results as they come, until it is stopped", async () => {
  const account = { email: `live-${Date.now()}@example.org`, password: "correct horse battery" };
  const token = await session("signUp", account);
  const page = await openPage(browser, "/graphiql");
  const status = () => page.getByRole("status").textContent();
  await page.getByRole("tab", { name: "Headers" }).click();
  await write(page, "Headers", JSON.stringify({ authorization: `Bearer ${token}` }));
  await write(page, "Operation", "subscription Mine { sessions { method } }");
  await button(page, "Run").click();
  await expectText(page, status, /Live.*1 result /s);
  await expectText(page, () => response(page).textContent(), /"method": "password"/);

  const methods = async () => (await response(page).textContent())?.match(/"method"/g)?.length;
  await session("signIn", account);
  await expectText(page, status, /Live.*2 results/s);
  await expect.poll(methods).toBe(2);
  await button(page, "Earlier result").click();
  await expect.poll(methods).toBe(1);
  await session("signIn", account);
  await expectText(page, status, /3 results/);
  expect(await methods()).toBe(1);
  await page.getByRole("combobox", { name: "Result" }).selectOption("Newest result");
  await expect.poll(methods).toBe(3);

  await button(page, "Stop").click();
  await expectText(page, status, /Stopped.*3 results/s);
  await button(page, "Run").click();
  await expectText(page, status, /Live.*1 result /s);
  await button(page, "New tab").click();
  await button(page, "Mine").click();
  await expectText(page, status, /Stopped/);
});

test("a subscription with a mistake is answered with its errors and ends", async () => {
  const page = await openPage(browser, "/graphiql");
  await write(page, "Operation", "subscription { thisFieldIsNowhere }");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expectText(page, () => page.getByRole("status").textContent(), /Ended.*1 error/s);
  await expectText(page, () => response(page).textContent(), /thisFieldIsNowhere/);
  await button(page, "Run").waitFor();
});

test("an operation is formatted and its comments stay", async () => {
  const page = await openPage(browser, "/graphiql");
  await write(page, "Operation", "# why\nquery   A{__typename}");
  await button(page, "Format").click();
  const lines = () => page.locator(".cm-editor").first().locator(".cm-line").allTextContents();
  await expect.poll(lines).toEqual(["# why", "query A {", "  __typename", "}"]);
});

test("the docs lead from a search to a field, and from there to an example that runs", async () => {
  const page = await openPage(browser, "/graphiql");
  await button(page, "Docs").click();
  const docs = page.getByRole("complementary", { name: "Docs" });
  await docs.getByRole("button", { name: /^Queries/ }).waitFor();
  await docs.getByRole("searchbox", { name: "Search the API" }).fill("node");
  await docs.getByRole("button", { name: /^node\s*in Query$/ }).click();
  await docs.getByRole("heading", { name: /Query\.\s*node/ }).waitFor();
  await docs.getByText("Arguments").waitFor();
  await docs.getByRole("button", { name: "Try it in the editor" }).click();
  await expectText(page, () => editor(page, "Operation").textContent(), /query Node\(\$id: ID!\)/);
  await button(page, "Run").click();
  await expectText(page, () => response(page).textContent(), /"data"|"errors"/);
});

test("light and dark follow the system until one is chosen", async () => {
  const page = await openPage(browser, "/graphiql", { colorScheme: "dark" });
  const scheme = () => page.locator("html").getAttribute("data-mantine-color-scheme");
  await expect.poll(scheme).toBe("dark");
  await button(page, "Appearance").click();
  await page.getByRole("menuitem", { name: "Light" }).click();
  await expect.poll(scheme).toBe("light");
  await page.reload();
  await expect.poll(scheme).toBe("light");
});

test("an unreachable server is said plainly, and its return is noticed", async () => {
  const page = await openPage(browser, "/graphiql");
  await expectText(page, () => editor(page, "Operation").textContent(), /query \w+/);
  await page.route("**/graphql", (route) => route.abort());
  await button(page, "Run").click();
  await page.getByText("The server can’t be reached").waitFor();
  await button(page, "Read the schema again").click();
  await page
    .getByRole("alert")
    .getByText(/No suggestions and no docs/)
    .waitFor();
  await page.unroute("**/graphql");
  await page.getByRole("alert").waitFor({ state: "detached", timeout: 10_000 });
});

test("a header and an operation are typed while the schema is slow to come", async () => {
  const page = await openPage(browser, "/graphiql");
  await expectText(page, () => editor(page, "Operation").textContent(), /query \w+/);
  let answered = 0;
  await page.route("**/graphql", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await route.continue();
    answered += 1;
  });
  await page.getByRole("tab", { name: "Headers" }).click();
  const asked = page.waitForRequest("**/graphql");
  await write(page, "Headers", '{ "x-headwater-role": "public" }');
  await asked;
  await write(page, "Operation", "query Typed { __typename }");
  await page.keyboard.type(" # more");
  await expect.poll(() => answered, { timeout: 15_000 }).toBe(1);
  await button(page, "Typed").waitFor();
});

test("a narrow window keeps everything in reach", async () => {
  const page = await openPage(browser, "/graphiql", { width: 400 });
  await expectText(page, () => editor(page, "Operation").textContent(), /query \w+/);
  await button(page, "Run").click();
  await expectText(page, () => response(page).textContent(), /"data"/);
  await button(page, "Docs").click();
  await page.getByRole("complementary", { name: "Docs" }).getByRole("button", { name: "Close docs" }).click();
  await expectText(page, () => response(page).textContent(), /"data"/);
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
});
