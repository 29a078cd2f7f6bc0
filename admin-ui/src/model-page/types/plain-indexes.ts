import { texts, values } from "../draft/directive-values.ts";
import { directivesNamed } from "../sdl/directives.ts";
import { fieldDefinitions, type Sources } from "../sdl/sources.ts";

/** The fields of each index that is for speed alone, as far as the files can be seen. */
export function plainIndexes(sources: Sources, typeName: string): string[][] {
  const all = fieldDefinitions(sources, typeName).flatMap(({ node }) => {
    const ofType = directivesNamed(node, "index").map(values);
    const ofFields = (node.fields ?? []).flatMap((field) =>
      directivesNamed(field, "index").map((directive) => ({
        fields: [field.name.value],
        ...values(directive),
      })),
    );
    const plain = [...ofType, ...ofFields].filter((index) => !("unique" in index && index.unique === true));
    return plain.map((index) => texts("fields" in index ? index.fields : null) ?? []);
  });
  // One that is said twice is one.
  return [...new Map(all.map((fields) => [fields.join(), fields])).values()];
}
