import { AccountStatesDocument } from "../../generated/operations.ts";
import { useOperation } from "../api/use-operation.ts";

/** What oneself can sign in with. */
export function useOwnState() {
  const states = useOperation(AccountStatesDocument, { users: null });
  return { ...states, state: states.data?.accountStates[0] };
}
