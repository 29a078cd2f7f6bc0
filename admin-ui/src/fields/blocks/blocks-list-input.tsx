import { useModel } from "../../api/use-model.ts";
import { CardList } from "../card-list.tsx";
import type { InputProps } from "../kind.ts";
import { membersOf } from "./block-members.ts";

/** A list of blocks, each of which is one of the union's components. */
export function BlocksListInput(props: InputProps) {
  return <CardList {...props} members={membersOf(useModel(), props.field.type)} />;
}
