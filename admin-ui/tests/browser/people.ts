import type { Browser, Page } from "playwright-core";
import { openPage, type PageOptions, serverUrl } from "./browser.ts";

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
  const page = await openPage(browser, "/admin/sign-in", options);
  const variables = { email: people[person].email, password };
  const query = `mutation SignIn($email: Email!, $password: String!) {
    signIn(email: $email, password: $password) { session { expiresAt } }
  }`;
  const problem = await page.evaluate(async (body) => {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const answer = (await response.json()) as { errors?: { message: string }[] };
    return answer.errors?.[0]?.message ?? null;
  }, JSON.stringify({ query, variables }));
  if (problem !== null) throw new Error(`${person} can't sign in: ${problem}`);
  await page.goto(`${serverUrl()}/admin${path}`);
  return page;
}

/** Makes the person's account if there is none. */
export async function ensure(person: Person): Promise<void> {
  const { email, name, roles } = people[person];
  const { users } = await ask<{ users: { id: string }[] }>(
    "query Users($email: Email!) { users(where: { email: { eq: $email } }) { id } }",
    { email },
  );
  if (users.length > 0) return;
  const made = await ask<{ signUp: { session: { user: { id: string } } } }>(
    `mutation SignUp($email: Email!, $password: String!, $name: String) {
      signUp(email: $email, password: $password, data: { name: $name }) { session { user { id } } }
    }`,
    { email, password, name },
  );
  await ask(
    "mutation SetRoles($user: ID!, $roles: [Role!]!) { setUserRoles(user: $user, roles: $roles) { id } }",
    {
      user: made.signUp.session.user.id,
      roles,
    },
  );
}

function adminToken(): string {
  const token = process.env.HEADWATER_ADMIN_TOKEN;
  if (!token) throw new Error("set HEADWATER_ADMIN_TOKEN to the server's setting `server.admin_token`");
  return token;
}
