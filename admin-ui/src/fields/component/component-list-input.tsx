import { useMemo } from "react";
import { useModel } from "../../api/use-model.ts";
import { CardList } from "../card-list.tsx";
import type { InputProps } from "../kind.ts";

/** A list of one component. */
export function ComponentListInput(props: InputProps) {
  const component = useModel().components.get(props.field.type);
  const members = useMemo(() => (component ? [component] : []), [component]);
  return <CardList {...props} members={members} />;
}
