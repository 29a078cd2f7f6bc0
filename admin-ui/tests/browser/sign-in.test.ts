import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { hereOf, serverUrl } from "./browser.ts";
import { startJourney } from "./journey.ts";
import { linkInMail } from "./mails.ts";
import { ensure, makeUser, password, people } from "./people.ts";
import { totpCode } from "./totp.ts";

const journey = startJourney();

async function fillIn(page: Page, email: string, secret: string) {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(secret);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

async function signOut(page: Page) {
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await heading(page, "Sign in").waitFor();
}

test("a wrong password is refused, the right one leads to where one was", async () => {
  await ensure("editor");
  const page = await journey.open("/admin/account?tab=sessions");
  await heading(page, "Sign in").waitFor();
  expect(new URL(page.url()).searchParams.get("next")).toContain("/account");
  await fillIn(page, people.editor.email, "not the password");
  await page.getByRole("alert").getByText("The address or the password is not right.").waitFor();
  await fillIn(page, people.editor.email, password);
  await heading(page, "Account").waitFor();
  expect(new URL(page.url()).searchParams.get("tab")).toBe("sessions");

  await signOut(page);
  await page.goto(`${serverUrl()}/admin/account`);
  await heading(page, "Sign in").waitFor();
});

test("an authenticator app is set up, and asked for from then on", async () => {
  const { email } = await makeUser("Tom", ["editor"]);
  const page = await journey.open("/admin/account?tab=security");
  await fillIn(page, email, password);
  await page.getByRole("button", { name: "Set up an app" }).click();
  const dialog = page.getByRole("dialog", { name: "Set up an app" });
  const secret = await dialog.locator("code").textContent();
  if (!secret) throw new Error("no secret is shown");
  await dialog.getByLabel("Code that the app shows").fill("000000");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await dialog.getByText("The code is not right").waitFor();
  await dialog.getByLabel("Code that the app shows").fill(totpCode(secret));
  await dialog.getByRole("button", { name: "Confirm" }).click();
  const codes = dialog.getByRole("region", { name: "Recovery codes" }).locator("p");
  await codes.first().waitFor();
  const recovery = await codes.allTextContents();
  expect(new Set(recovery).size).toBe(10);
  await dialog.getByRole("button", { name: "I have kept them" }).click();
  await page.getByRole("button", { name: "Turn off" }).waitFor();

  await signOut(page);
  await fillIn(page, email, password);
  // No code counts twice, so it is the next one.
  await page.getByLabel("Code").fill(totpCode(secret, 1));
  await page.getByRole("navigation").first().waitFor();

  await signOut(page);
  await fillIn(page, email, password);
  await page.getByRole("button", { name: "Use a recovery code" }).click();
  await page.getByLabel("Recovery code").fill(recovery[0] ?? "");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("navigation").first().waitFor();
});

test("a forgotten password is set anew by mail", async () => {
  const { email } = await makeUser("Rita", ["editor"]);
  const page = await journey.open("/admin/content/Author");
  await page.getByLabel("Email").fill(email);
  await page.getByRole("button", { name: "Forgot your password?" }).click();
  expect(await page.getByLabel("Email").inputValue()).toBe(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByRole("status").getByText("a link is on its way").waitFor();

  const link = await linkInMail(email, "reset-password");
  await page.goto(serverUrl() + hereOf(link));
  await page.getByLabel("New password").fill("another horse battery");
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  await fillIn(page, email, password);
  await page.getByRole("alert").getByText("The address or the password is not right.").waitFor();
  await fillIn(page, email, "another horse battery");
  await expect.poll(() => new URL(page.url()).pathname).toBe("/admin/content/Author");
});
