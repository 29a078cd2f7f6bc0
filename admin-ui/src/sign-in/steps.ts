/** The ways through the sign-in that have a page of their own. */
export type Step = "password" | "code" | "forgot";

export function readStep(wanted: unknown): Step {
  return wanted === "code" || wanted === "forgot" ? wanted : "password";
}

/** What the steps share. */
export type StepProps = {
  email: string;
  onEmail: (email: string) => void;
  onStep: (step: Step) => void;
};
