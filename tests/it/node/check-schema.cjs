// Reads SDL from standard input, has graphql-js build and validate the schema, and prints it as
// graphql-js understands it. Fails with every error.
//
// With `--types` the SDL is one of types only: it need not have a Query.
const { buildSchema, lexicographicSortSchema, printSchema, validateSchema } = require("graphql");

const sdl = require("node:fs").readFileSync(0, "utf8");
const isTypesOnly = process.argv.includes("--types");
const schema = buildSchema(isTypesOnly ? `${sdl}\ntype Query { typesOnly: Boolean }` : sdl);
const errors = validateSchema(schema);
if (errors.length > 0) {
  console.error(errors.map(String).join("\n\n"));
  process.exit(1);
}
process.stdout.write(printSchema(lexicographicSortSchema(schema)));
