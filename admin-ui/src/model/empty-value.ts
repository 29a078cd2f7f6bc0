/** Whether a field says nothing: it has no value, an empty text or an empty list. */
export function isEmptyValue(value: unknown): boolean {
  return (
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
  );
}
