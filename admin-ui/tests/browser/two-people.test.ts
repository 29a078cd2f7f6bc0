import { expect, test } from "vitest";
import { article, makeArticle, save, unique } from "./content.ts";
import { startJourney } from "./journey.ts";

const journey = startJourney();

test("two people on one entry see each other, are told of what changes, and lose nothing", async () => {
  const title = unique("Shared");
  const id = await makeArticle(title);
  const edith = await journey.as("editor", `/content/Article/${id}`);
  const ada = await journey.as("admin", `/content/Article/${id}`);
  const field = (page: typeof ada, name: string) => page.getByRole("textbox", { name, exact: true });
  await edith.getByRole("img", { name: /^ada/i }).waitFor();
  await ada.getByRole("img", { name: /^Edith/ }).waitFor();
  await field(ada, "Standfirst").click();
  await edith.getByRole("img", { name: /^ada.*, in “Standfirst”$/i }).waitFor();

  // Nothing of Edith's is touched: she just sees it.
  await field(edith, "Title").fill(`${title} by Edith`);
  await field(ada, "Standfirst").fill("Words of Ada.");
  await save(ada);
  await edith.getByText(/^(Somebody|ada.*) changed this entry: Standfirst/i).waitFor();
  await expect.poll(() => field(edith, "Standfirst").inputValue()).toBe("Words of Ada.");
  expect(await field(edith, "Title").inputValue()).toBe(`${title} by Edith`);

  // Both change the title: neither is overwritten.
  await field(ada, "Title").fill(`${title} by Ada`);
  await field(ada, "Minutes").fill("12");
  await save(ada);
  await edith.getByText(/^(Somebody|ada.*) saved this entry while you were editing it/i).waitFor();
  expect(await field(edith, "Title").inputValue()).toBe(`${title} by Edith`);
  await edith.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = edith.getByRole("dialog");
  const titles = dialog.getByRole("radiogroup", { name: "Title" });
  await titles.getByText(`${title} by Ada`).waitFor();
  await titles.getByText(`${title} by Edith`).waitFor();
  expect(await article(id, "title")).toEqual({ title: `${title} by Ada` });
  await titles.getByRole("radio", { name: /^Yours/ }).click();
  await dialog.getByRole("button", { name: "Take over and save" }).click();
  await dialog.waitFor({ state: "detached" });
  await expect
    .poll(() => article(id, "title standfirst minutes version"))
    .toEqual({ title: `${title} by Edith`, standfirst: "Words of Ada.", minutes: 12, version: 4 });
  await expect.poll(() => field(ada, "Title").inputValue()).toBe(`${title} by Edith`);

  await ada.close();
  await edith.getByRole("img", { name: /^ada/i }).waitFor({ state: "detached" });
});
