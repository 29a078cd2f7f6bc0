import { firstError } from "./api-error.ts";
import { isRecord } from "./json-object.ts";

/**
 * Where the model promises a value that whoever asks may not see, the whole record around it is null. It is asked for
 * once more without such fields: what may be seen of it is.
 */
const narrowed = new Map<string, string>();

/** Other records, or other readers, may have it: what is left out is left out of the very same question only. */
function keyOf(text: string, variables: unknown): string {
  return `${text.replace(/^\s*(query|subscription)\b/, "")} ${JSON.stringify(variables)}`;
}

/** The operation's text without the fields that are known to be hidden. */
export function narrowedText(text: string, variables: unknown): string {
  const body = narrowed.get(keyOf(text, variables));
  return body === undefined
    ? text
    : text.replace(/^(\s*(?:query|subscription)\b)[\s\S]*$/, (_, word) => word + body);
}

/** Leaves out what the errors of an answer are about. @returns whether it is worth asking again. */
export async function narrow(text: string, variables: unknown, errors: unknown): Promise<boolean> {
  const paths = hiddenPaths(errors);
  const before = narrowedText(text, variables);
  if (!paths || !/^\s*(query|subscription)\b/.test(text)) return false;
  const after = await withoutFields(before, paths);
  if (after === null) return false;
  narrowed.set(keyOf(text, variables), after.replace(/^\s*(query|subscription)\b/, ""));
  return true;
}

/** Somebody else looks at the page. */
export function forgetNarrowed(): void {
  narrowed.clear();
}

/** The places of fields, without the numbers of list items; null where something else is wrong. */
function hiddenPaths(errors: unknown): string[][] | null {
  if (!Array.isArray(errors) || errors.length === 0) return null;
  const paths = errors.map((error: unknown) =>
    isRecord(error) &&
    Array.isArray(error.path) &&
    error.path.length > 1 &&
    firstError(error).code === "FORBIDDEN"
      ? error.path.filter((step) => typeof step === "string")
      : null,
  );
  return paths.every((path) => path !== null) ? paths : null;
}

/** The text without the fields at these places; null where there are none such, or nothing would be left. */
export async function withoutFields(text: string, paths: string[][]): Promise<string | null> {
  const { Kind, parse, print, visit } = await import("graphql");
  const gone = new Set(paths.map((path) => path.join(".")));
  const way: string[] = [];
  let isChanged = false;
  let isEmpty = false;
  const document = visit(parse(text), {
    Field: {
      enter(field) {
        way.push(field.alias?.value ?? field.name.value);
        if (!gone.has(way.join("."))) return undefined;
        way.pop();
        isChanged = true;
        return null;
      },
      leave() {
        way.pop();
      },
    },
    SelectionSet: {
      leave(set) {
        if (set.selections.length === 0) isEmpty = true;
      },
    },
  });
  const isOperation = document.definitions.every(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return isChanged && !isEmpty && isOperation ? print(document) : null;
}
