// Runs a certified OpenID provider until its input ends. Settings come as JSON in the first argument; its address is
// the first line that it prints. Whoever types a login is that person: `ann` has the verified address
// ann@example.org, `unverified-...` have addresses that are not. `POST /rotate` gives it new keys.
const http = require("node:http");
const { generateKeyPairSync, randomUUID } = require("node:crypto");

const settings = JSON.parse(process.argv[2]);

function newKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "RS256" };
}

function account(id) {
  const name = id.replace("unverified-", "");
  const claims = { sub: `subject-of-${id}`, email: `${name}@example.org`, email_verified: name === id, name };
  return { accountId: id, claims: () => claims };
}

async function main() {
  const { default: Provider } = await import(require.resolve("oidc-provider"));
  const server = http.createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  let handle;
  const start = () => {
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: "headwater",
          client_secret: "secret-of-headwater",
          redirect_uris: settings.redirect_uris,
          grant_types: ["authorization_code"],
          response_types: ["code"],
        },
      ],
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
      conformIdTokenClaims: settings.claims_in_user_info ?? true,
      pkce: { required: () => settings.needs_pkce ?? true },
      findAccount: (_context, id) => account(id),
      cookies: { keys: ["a key of the test"] },
      jwks: { keys: [newKey()] },
    });
    handle = provider.callback();
  };
  start();
  server.on("request", (request, response) => {
    if (request.method === "POST" && request.url === "/rotate") {
      start();
      response.end();
    } else {
      handle(request, response);
    }
  });
  console.log(issuer);
  process.stdin.resume();
  process.stdin.on("end", () => process.exit(0));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
