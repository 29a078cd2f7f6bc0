import { StreamLanguage } from "@codemirror/language";
import type { Extension } from "@codemirror/state";

/** A value of GraphQL that stands alone: an object, a list, a text. */
const language = StreamLanguage.define<{ inText: boolean }>({
  name: "graphql-value",
  startState: () => ({ inText: false }),
  token: (stream) => {
    if (stream.eatSpace() || stream.eat(",")) return null;
    if (stream.match(/^#.*/)) return "comment";
    if (stream.match(/^"(?:\\.|[^"\\])*"(?=\s*:)/)) return "propertyName";
    if (stream.match(/^"\$(?!\$)(?:\\.|[^"\\])*"?/)) return "variableName";
    if (stream.match(/^"(?:\\.|[^"\\])*"?/)) return "string";
    if (stream.match(/^-?\d[\d.eE+-]*/)) return "number";
    if (stream.match(/^(?:true|false|null)\b/)) return "bool";
    if (stream.match(/^[A-Za-z_]\w*(?=\s*:)/)) return "propertyName";
    if (stream.match(/^[A-Za-z_]\w*/)) return "atom";
    if (stream.match(/^[{}[\]]/)) return "bracket";
    if (!stream.next()) return null;
    return "punctuation";
  },
  languageData: { closeBrackets: { brackets: ["{", "[", '"'] }, commentTokens: { line: "#" } },
});

export const literalLanguage: Extension = language;
