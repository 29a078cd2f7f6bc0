/**
 * Types for the fixed operations. Reads every `src/**.graphql` and `schema.graphql`, the API of an empty model, and
 * writes `generated/operations.ts`. Content has the types of the model, which is known only when the page runs.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as typescript from "@graphql-codegen/typescript";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { parse } from "graphql";

const target = "generated/operations.ts";

// A model has other roles than the empty one: they are text to these pages.
const sdl = readFileSync("schema.graphql", "utf8").replace(/^enum Role \{[^}]*\}/m, "scalar Role");

const documents = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".graphql"))
  .sort()
  .map((file) => {
    const location = join("src", file);
    return { location, document: parse(readFileSync(location, "utf8")) };
  });

const text = await codegen({
  filename: target,
  schema: parse(sdl),
  documents,
  config: {
    documentMode: "string",
    enumsAsTypes: true,
    avoidOptionals: { field: true },
    skipTypename: true,
    onlyOperationTypes: true,
    useTypeImports: true,
    dedupeFragments: true,
    strictScalars: true,
    scalars: {
      BigInt: "string",
      DateTime: "string",
      Decimal: "string",
      Date: "string",
      Time: "string",
      Email: "string",
      JSON: "unknown",
      Markdown: "string",
      Point: "{ lat: number; lng: number }",
      RichText: "unknown",
      Role: "string",
      Slug: "string",
      Text: "string",
      URL: "string",
      BigIntUpdate: "unknown",
      FloatUpdate: "unknown",
      IntUpdate: "unknown",
      RoleListUpdate: "unknown",
    },
  },
  plugins: [{ typescript: {} }, { operations: {} }, { documents: {} }],
  pluginMap: { typescript, operations: typescriptOperations, documents: typedDocumentNode },
});

mkdirSync("generated", { recursive: true });
const written = `/* Made by codegen.mjs. */\n${text}`;
if (!existsSync(target) || readFileSync(target, "utf8") !== written) writeFileSync(target, written);
