// A mail server that keeps what it is given: prints its port, then a line of JSON for each mail. Addresses decide
// what it does: `nobody@` has no mailbox, `busy@` has none for now, `hangup@` loses the connection once the mail
// was taken.
const { SMTPServer } = require("smtp-server");

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  allowInsecureAuth: true,
  onAuth(auth, _session, callback) {
    const fits = auth.username === "post" && auth.password === "s3cret/1";
    callback(fits ? null : new Error("wrong password"), { user: auth.username });
  },
  onRcptTo(address, _session, callback) {
    const name = address.address.split("@")[0];
    if (name === "nobody") return callback(refusal(550, "no such mailbox"));
    if (name === "busy") return callback(refusal(451, "try again later"));
    callback();
  },
  onData(stream, session, callback) {
    const chunks = [];
    stream.on("data", (chunk) => chunks.push(chunk));
    stream.on("end", () => {
      const to = session.envelope.rcptTo.map((address) => address.address);
      console.log(JSON.stringify({ to, user: session.user ?? null, ...read(Buffer.concat(chunks).toString("latin1")) }));
      if (to[0].startsWith("hangup@")) return server.connections.forEach((connection) => connection._socket.destroy());
      callback();
    });
  },
});

function refusal(code, message) {
  return Object.assign(new Error(message), { responseCode: code });
}

// The mail's headers, and its parts by type.
function read(raw) {
  const { headers, body } = split(raw);
  const boundary = /boundary="?([^";\r\n]+)"?/.exec(headers["content-type"] ?? "")?.[1];
  const parts = boundary ? body.split(`--${boundary}`).slice(1, -1) : [raw];
  const mail = { headers, text: null, html: null };
  for (const part of parts) {
    const { headers, body } = split(part.replace(/^\r\n/, ""));
    const text = decode(body.replace(/\r\n$/, ""), headers["content-transfer-encoding"]);
    if (/^text\/html/.test(headers["content-type"])) mail.html = text;
    else mail.text = text;
  }
  return mail;
}

function split(raw) {
  const end = raw.indexOf("\r\n\r\n");
  const lines = raw.slice(0, end).replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const headers = {};
  for (const line of lines) {
    const [name, ...value] = line.split(":");
    headers[name.toLowerCase()] = words(value.join(":").trim());
  }
  return { headers, body: raw.slice(end + 4) };
}

// Encoded words of RFC 2047.
function words(value) {
  const joined = value.replace(/\?=\s+=\?/g, "?==?");
  return joined.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, text) =>
    kind.toLowerCase() === "b" ? Buffer.from(text, "base64").toString() : quoted(text.replace(/_/g, " ")),
  );
}

function decode(body, encoding = "7bit") {
  if (encoding === "base64") return Buffer.from(body, "base64").toString();
  if (encoding === "quoted-printable") return quoted(body.replace(/=\r\n/g, ""));
  return Buffer.from(body, "latin1").toString();
}

function quoted(text) {
  const bytes = text.replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(bytes, "latin1").toString();
}

server.on("error", () => {});
server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => console.log(server.server.address().port));
// Whoever started it is gone.
process.stdin.on("end", () => process.exit());
process.stdin.resume();
