import { useMemo } from "react";
import { useModel } from "../../api/use-model.ts";
import { CardList } from "../card-list.tsx";
import type { InputProps } from "../kind.ts";
import { membersOf } from "./block-members.ts";

/** A list of blocks, each of which is one of the union's components. */
export function BlocksListInput(props: InputProps) {
  const model = useModel();
  // The same list from one drawing to the next: else every card is drawn again with each key that is pressed.
  const members = useMemo(() => membersOf(model, props.field.type), [model, props.field.type]);
  return <CardList {...props} members={members} />;
}
