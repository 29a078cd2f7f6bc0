// Reads the answer to an introspection query from standard input, and prints the schema that a
// client sees in it. With `--query` it prints the introspection query instead.
const { buildClientSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema } = require("graphql");

if (process.argv.includes("--query")) {
  const everything = { descriptions: true, specifiedByUrl: true, inputValueDeprecation: true, oneOf: true };
  process.stdout.write(getIntrospectionQuery(everything));
} else {
  const { data } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  process.stdout.write(printSchema(lexicographicSortSchema(buildClientSchema(data))));
}
