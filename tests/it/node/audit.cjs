// Runs the audit suite of GraphQL over HTTP against the URL: a line for each audit, `ok` first if it passed.
const { serverAudits } = require("graphql-http");

async function main(url) {
  for (const audit of serverAudits({ url, fetchFn: fetch })) {
    const result = await audit.fn();
    const complaint = result.status === "ok" ? "" : `: ${result.reason}`;
    console.log(`${result.status} ${audit.id} ${audit.name}${complaint}`);
  }
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exit(1);
});
