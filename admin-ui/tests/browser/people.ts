import type { Browser, BrowserContext, Page } from "playwright-core";
import { openContext, type PageOptions, serverUrl } from "./browser.ts";

/** Who takes part in the journeys. `admin` is made by the first of them, the others when they are first needed. */
export const people = {
  admin: { email: "ada@example.org", name: "Ada", roles: ["admin"] },
  editor: { email: "edith@example.org", name: "Edith", roles: ["editor"] },
  author: { email: "arthur@example.org", name: "Arthur", roles: ["author"] },
} as const;

export type Person = keyof typeof people;

/** Everybody's. */
export const password = "correct horse battery";

type Answer<Data> = { data?: Data; errors?: { message: string }[] };

/** Asks the API, as whoever holds the setting `server.admin_token` unless another token is given. */
export async function ask<Data>(query: string, variables: object = {}, token = adminToken()): Promise<Data> {
  const response = await fetch(`${serverUrl()}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as Answer<Data>;
  const [error] = answer.errors ?? [];
  if (error || !answer.data) throw new Error(`the API answered: ${error?.message ?? response.status}`);
  return answer.data;
}

/** A page of the admin for somebody who is signed in. */
export async function openAdmin(
  browser: Browser,
  person: Person,
  path: string,
  options: PageOptions = {},
): Promise<Page> {
  await ensure(person);
  const context = await openContext(browser, options);
  await signIn(context, people[person].email);
  const page = await context.newPage();
  await page.goto(`${serverUrl()}/admin${path}`);
  return page;
}

/** Gives the browser a session of the person. */
export async function signIn(context: BrowserContext, email: string): Promise<void> {
  const query = `mutation SignIn($email: Email!, $password: String!) {
    signIn(email: $email, password: $password) { session { expiresAt } }
  }`;
  const response = await context.request.post(`${serverUrl()}/graphql`, {
    headers: { origin: serverUrl() },
    data: { query, variables: { email, password } },
  });
  const answer = (await response.json()) as Answer<{ signIn: { session: unknown } }>;
  if (!answer.data?.signIn.session)
    throw new Error(`${email} can't sign in: ${answer.errors?.[0]?.message ?? "a code is asked for"}`);
}

/** Makes the person's account if there is none. */
export async function ensure(person: Person): Promise<void> {
  const { email } = people[person];
  const { users } = await ask<{ users: { id: string }[] }>(
    "query Users($email: Email!) { users(where: { email: { eq: $email } }) { id } }",
    { email },
  );
  if (users.length === 0) await makeAccount(people[person]);
}

/** An account that nobody else uses. */
export async function makeUser(name: string, roles: string[]): Promise<{ id: string; email: string }> {
  const email = `${name.toLowerCase()}-${Date.now()}@example.org`;
  return { email, id: await makeAccount({ email, name, roles }) };
}

type Account = { email: string; name: string; roles: readonly string[] };

async function makeAccount({ email, name, roles }: Account): Promise<string> {
  const made = await ask<{ signUp: { session: { user: { id: string } } } }>(
    `mutation SignUp($email: Email!, $password: String!, $name: String) {
      signUp(email: $email, password: $password, data: { name: $name }) { session { user { id } } }
    }`,
    { email, password, name },
  );
  const { id } = made.signUp.session.user;
  await ask(
    "mutation SetRoles($user: ID!, $roles: [Role!]!) { setUserRoles(user: $user, roles: $roles) { id } }",
    { user: id, roles },
  );
  return id;
}

function adminToken(): string {
  const token = process.env.HEADWATER_ADMIN_TOKEN;
  if (!token) throw new Error("set HEADWATER_ADMIN_TOKEN to the server's setting `server.admin_token`");
  return token;
}
