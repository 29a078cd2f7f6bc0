/** The scalars whose values are numbers. */
export const numberTypes: ReadonlySet<string> = new Set(["Int", "BigInt", "Float", "Decimal"]);
