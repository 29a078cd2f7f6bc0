import { expect, test } from "vitest";
import { hereOf } from "./browser.ts";
import { startJourney } from "./journey.ts";
import { ask, password, people } from "./people.ts";

const journey = startJourney();

test("the printed link makes the first admin, who is signed in at once", async () => {
  const link = process.env.HEADWATER_SET_UP_LINK;
  if (!link) throw new Error("set HEADWATER_SET_UP_LINK to the link that `headwater dev` printed");
  const { email } = people.admin;

  const stranger = await journey.open("/admin/content/Article");
  await stranger.getByRole("heading", { name: "Sign in" }).waitFor();
  await stranger.getByText("There is no admin yet.").waitFor();

  const page = await journey.open(hereOf(link));
  await page.getByRole("heading", { name: "Welcome to Headwater" }).waitFor();
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/admin\/?$/);
  await page.getByRole("navigation", { name: "Magazine" }).getByRole("link", { name: "Articles" }).waitFor();
  const { users } = await ask<{ users: { email: string; roles: string[] }[] }>(
    "query Users($email: Email!) { users(where: { email: { eq: $email } }) { email roles } }",
    { email },
  );
  expect(users).toEqual([{ email, roles: ["admin"] }]);

  await page.goto(new URL(hereOf(link), page.url()).href);
  await page.getByRole("heading", { name: /^The link can.t be used$/ }).waitFor();
});
