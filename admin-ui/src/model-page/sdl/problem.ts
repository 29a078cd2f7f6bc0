export type ProblemCode =
  | "fieldMissing"
  | "lastField"
  | "lastMember"
  | "lastValue"
  | "mistake"
  | "typeMissing";

/** A change that the files can't take. `code` names the words for it. */
export class SdlProblem extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, about: string) {
    super(`${code}: ${about}`);
    this.name = "SdlProblem";
    this.code = code;
  }
}
