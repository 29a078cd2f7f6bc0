import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { pageErrors, serverUrl, startBrowser } from "./browser.ts";
import { makeUser, password } from "./people.ts";

/** What browsers know as the server: passkeys need a name, and an address is none. */
const origin = serverUrl().replace("127.0.0.1", "localhost");

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  expect(pageErrors).toEqual([]);
});

/** A page of the server in a browser with an authenticator, which knows its user. */
async function openWithAuthenticator(path: string): Promise<Page> {
  const context = await browser.newContext();
  context.setDefaultTimeout(8000);
  const page = await context.newPage();
  page.on("pageerror", (error) => pageErrors.push(error.message));
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(origin + path);
  return page;
}

type Answer = { data?: Record<string, unknown>; errors?: { message: string }[] };

/** Asks the API as the page does. */
async function ask<Data>(page: Page, query: string, variables: object = {}, token?: string): Promise<Data> {
  const asked = { query, variables, token };
  const answer: Answer = await page.evaluate(async ({ query, variables, token }) => {
    const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", ...authorization },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  }, asked);
  expect(answer.errors).toBeUndefined();
  return answer.data as Data;
}

test("a passkey is registered and signs in without a password", async () => {
  const page = await openWithAuthenticator("/auth/link");
  const email = `ann-${Date.now()}@example.org`;
  const signedUp = await ask<{ signUp: { session: { accessToken: string } } }>(
    page,
    `mutation($email: Email!) {
      signUp(email: $email, password: "correct horse battery") { session { accessToken } }
    }`,
    { email },
  );
  const token = signedUp.signUp.session.accessToken;

  const started = await ask<{ startPasskeyRegistration: PublicKeyCredentialCreationOptionsJSON }>(
    page,
    "mutation { startPasskeyRegistration }",
    {},
    token,
  );
  const made = await page.evaluate(async (options) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    const credential = await navigator.credentials.create({ publicKey });
    return (credential as PublicKeyCredential).toJSON();
  }, started.startPasskeyRegistration);
  await ask(
    page,
    'mutation($made: JSON!) { finishPasskeyRegistration(name: "Laptop", credential: $made) { id } }',
    { made },
    token,
  );

  const asked = await ask<{
    startPasskeySignIn: { challenge: string; options: PublicKeyCredentialRequestOptionsJSON };
  }>(page, "mutation { startPasskeySignIn { challenge options } }");
  const { challenge, options } = asked.startPasskeySignIn;
  const shown = await page.evaluate(async (options) => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    const credential = await navigator.credentials.get({ publicKey });
    return (credential as PublicKeyCredential).toJSON();
  }, options);
  const done = await ask<{ finishPasskeySignIn: { session: { accessToken: string } } }>(
    page,
    `mutation($challenge: String!, $shown: JSON!) {
      finishPasskeySignIn(challenge: $challenge, credential: $shown) { session { accessToken } }
    }`,
    { challenge, shown },
  );
  const sessions = await ask<{ sessions: { method: string }[] }>(
    page,
    "{ sessions { method } }",
    {},
    done.finishPasskeySignIn.session.accessToken,
  );
  expect(sessions.sessions[0]?.method).toBe("passkey");
});

test("a passkey is made in the account, and signs in by its button", async () => {
  const { email } = await makeUser("Pat", ["editor"]);
  const page = await openWithAuthenticator("/admin/account?tab=security");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const passkeys = page.getByRole("region", { name: "Passkeys" });
  await passkeys.getByText("No passkeys yet.").waitFor();
  await passkeys.getByRole("button", { name: "Add" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a passkey" });
  await dialog.getByLabel("Name").fill("Pat's key");
  await dialog.getByRole("button", { name: "Add a passkey" }).click();
  await passkeys.getByText("Pat's key").waitFor();

  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
  const { me } = await ask<{ me: { email: string } }>(page, "{ me { email } }");
  expect(me.email).toBe(email);
});

test("the page of links does nothing by itself, and says what is wrong with a link", async () => {
  const page = await openWithAuthenticator("/auth/link");
  await page.getByRole("heading", { name: /^The link can.t be used$/ }).waitFor();
  expect(await page.getByRole("button").count()).toBe(0);

  await page.goto(`${origin}/healthz`);
  await page.goto(`${origin}/auth/link#action=resetPassword&token=nonsense`);
  await page.getByRole("heading", { name: "Set a new password" }).waitFor();
  expect(page.url()).toBe(`${origin}/auth/link`);
  await page.getByLabel("New password").fill("correct horse battery");
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("alert").getByText("the link was used").waitFor();
});
