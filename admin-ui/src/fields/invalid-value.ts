/** What somebody typed that is no value of the field: it is kept, explained, and never saved. */
export class InvalidValue {
  readonly text: string;
  /** What is wrong with it, in the reader's language. */
  readonly message: string;

  constructor(text: string, message: string) {
    this.text = text;
    this.message = message;
  }
}

/** The places of all invalid values in what a form holds, as errors name them: `blocks[2].answers[0]`. */
export function invalidPlaces(value: unknown, path = ""): { path: string; message: string }[] {
  if (value instanceof InvalidValue) return [{ path, message: value.message }];
  if (Array.isArray(value)) return value.flatMap((item, index) => invalidPlaces(item, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    invalidPlaces(item, path === "" ? name : `${path}.${name}`),
  );
}
