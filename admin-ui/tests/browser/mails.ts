import { expect } from "vitest";
import { ask } from "./people.ts";

type Mail = { text: string };

/** The link in the newest mail to the address; waits until there is one that was not there before. */
export async function linkInMail(to: string, template: string): Promise<string> {
  const link = async () => {
    const { mails } = await ask<{ mails: (Mail & { template: string })[] }>(
      "query Mails($to: String!) { mails(to: $to, limit: 5) { template text } }",
      { to },
    );
    const mail = mails.find((mail) => mail.template === template);
    return mail?.text.match(/https?:\/\/\S+/)?.[0];
  };
  await expect.poll(link, { timeout: 10_000 }).toBeDefined();
  return (await link()) as string;
}
