// Reads `{ sdl, operations }` as JSON from standard input, and prints for each operation what graphql-js's
// validation says against it, one line each: nothing when it is valid.
const { buildSchema, parse, validate } = require("graphql");

const { sdl, operations } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const schema = buildSchema(sdl);
for (const operation of operations) {
  const errors = validate(schema, parse(operation));
  console.log(errors.map((error) => error.message).join("; "));
}
