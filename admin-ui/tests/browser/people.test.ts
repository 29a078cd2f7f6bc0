import { expect, test } from "vitest";
import { hereOf, serverUrl } from "./browser.ts";
import { choose } from "./choice.ts";
import { unique } from "./content.ts";
import { startJourney } from "./journey.ts";
import { linkInMail } from "./mails.ts";
import { ask, makeUser, openAdmin, password } from "./people.ts";

const journey = startJourney();

async function rolesOf(email: string): Promise<string[] | undefined> {
  const { users } = await ask<{ users: { roles: string[] }[] }>(
    "query Users($email: Email!) { users(where: { email: { eq: $email } }) { roles } }",
    { email },
  );
  return users[0]?.roles;
}

test("somebody is invited with a role, comes in by the mail, and is given another role", async () => {
  const email = `${unique("ivy").replace(" ", "-")}@example.org`;
  const page = await journey.as("admin", "/people");
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite" });
  await dialog.getByRole("textbox", { name: "Email" }).fill(email);
  await choose(page, dialog, "Roles", "Author");
  await page.keyboard.press("Tab");
  await dialog.getByRole("button", { name: "Send the invitation" }).click();
  await page.getByText(`An invitation is on its way to ${email}`).waitFor();
  await page.getByRole("tab", { name: "Invitations" }).click();
  await page.getByRole("region", { name: "Pending invitations" }).getByText(email).waitFor();

  const ivy = await journey.open(hereOf(await linkInMail(email, "invitation")));
  await ivy.getByLabel("Email").fill(email);
  await ivy.getByLabel("New password").fill(password);
  await ivy.getByRole("button", { name: "Go on" }).click();
  await ivy.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
  expect(await rolesOf(email)).toEqual(["author"]);

  await page.getByRole("tab", { name: "Users" }).click();
  await page.getByRole("textbox", { name: "Search by name or address" }).fill(email);
  await page.getByRole("link", { name: email }).click();
  const drawer = page.getByRole("dialog", { name: email });
  await choose(page, drawer, "Roles", "Editor");
  await page.keyboard.press("Tab");
  await drawer.getByRole("button", { name: "Save the roles" }).click();
  await page.getByText("Roles saved").waitFor();
  expect((await rolesOf(email))?.toSorted()).toEqual(["author", "editor"]);
});

test("the access matrix counts what each role sees, and says why", async () => {
  const { customersAggregate } = await ask<{ customersAggregate: { count: number } }>(
    "{ customersAggregate { count } }",
  );
  const { count } = customersAggregate;
  const page = await journey.as("admin", "/people?tab=access");
  await page.getByRole("button", { name: new RegExp(`^Customer, Shop:\\s*All\\s*${count}$`) }).waitFor();
  await page.getByRole("button", { name: /^Customer, Editor:\s*None$/ }).click();
  const drawer = page.getByRole("dialog", { name: "Editor and Customer" });
  await drawer.getByRole("region", { name: "Read" }).getByText("None").waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^Article, Author:/ }).click();
  const details = page.getByRole("dialog", { name: "Author and Article" });
  await details
    .getByRole("region", { name: "Change" })
    .getByText(/magazine\.graphql:\d+/)
    .waitFor();
});

test("an admin looks at everything as a role, and as a user", async () => {
  const page = await journey.as("admin", "/people?tab=roles");
  await page.getByRole("button", { name: "View as Shop" }).click();
  await page.getByText("You see what Shop sees.").waitFor();
  await page.getByRole("navigation", { name: "Shop" }).getByRole("link", { name: "Customers" }).waitFor();
  await page.goto(`${serverUrl()}/admin/content/Customer`);
  await page.getByRole("heading", { level: 1, name: "Customers" }).waitFor();
  expect(await page.getByRole("link", { name: "New" }).count()).toBe(1);
  await page.getByRole("button", { name: "Back to yourself" }).click();
  await page.getByText("You see what Shop sees.").waitFor({ state: "detached" });

  const { id, email } = await makeUser(unique("Viv").replace(" ", ""), ["author"]);
  await page.goto(`${serverUrl()}/admin/people?user=${id}`);
  await page.getByRole("dialog").getByRole("button", { name: "View as" }).click();
  await page.getByText(/You see what Viv\w* sees\./).waitFor();
  await page.getByRole("navigation", { name: "Magazine" }).waitFor();
  await page.getByRole("navigation", { name: "Shop" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menu").getByText(/^Viv/).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Back to yourself" }).click();
  await page.getByRole("navigation", { name: "Shop" }).waitFor();
  expect(await rolesOf(email)).toEqual(["author"]);
});

test("a denial is explained line by line", async () => {
  const { id } = await makeUser(unique("Denise").replace(" ", ""), ["editor"]);
  const page = await openAdmin(
    journey.browser(),
    "admin",
    `/people?tab=explain&as=${id}&type=Customer&do=READ`,
  );
  const verdict = page.getByRole("status").filter({ hasText: "may not read" });
  await verdict.getByText("There are rules that grant it, but to other roles.").waitFor();
  const lines = page.getByRole("region", { name: "Rules of the model" });
  await lines.getByText("For Shop").waitFor();
  await lines.getByText("has none of the roles").waitFor();
  await lines.getByText(/shop\.graphql:\d+/).waitFor();
});
