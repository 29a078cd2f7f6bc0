import { useEffect, useRef, useState } from "react";
import {
  PresentDocument,
  type PresentSubscription,
  type PresentSubscriptionVariables,
  SetPresenceDocument,
} from "../../generated/operations.ts";
import { isRecord } from "../api/json-object.ts";
import { useSubscription } from "../api/live.ts";
import { send } from "../api/operation.ts";
import { useMe } from "../api/use-model.ts";

/** Somebody who has the same entry open; also oneself, in another window. */
export type Other = { id: string; name: string; field: string | null };

type Event = PresentSubscription["channel"];
type Member = NonNullable<Event["member"]>;

const settleMilliseconds = 400;

/**
 * Who else has a record open, and in which field they are. `sayWhere` tells the others the field that one is in.
 * Channels are a courtesy: where they don't work nobody is shown.
 */
export function usePresence(collection: string, id: string | null) {
  const me = useMe();
  const [members, setMembers] = useState<Member[]>([]);
  const self = useRef<string | null>(null);
  const field = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const name = me.name ?? me.email ?? me.id;
  const channel = `record/${collection}/${id}`;

  const tell = () => {
    if (!self.current) return;
    const state = { name, field: field.current };
    send(SetPresenceDocument, { channel, member: self.current, state }, { asSelf: false }).catch(
      () => undefined,
    );
  };
  useSubscription<PresentSubscription, PresentSubscriptionVariables>(
    id === null ? null : PresentDocument,
    { name: channel, state: { name } },
    {
      onData: ({ channel: event }) => {
        setMembers((before) => membersAfter(before, event));
        if (event.kind !== "HERE") return;
        self.current = event.member?.id ?? null;
        if (field.current !== null) tell();
      },
      onError: () => setMembers([]),
    },
  );
  useEffect(() => () => clearTimeout(timer.current), []);

  const sayWhere = (next: string | null) => {
    if (next === field.current) return;
    field.current = next;
    clearTimeout(timer.current);
    // Who only passes through with the tab key is not worth a message.
    timer.current = setTimeout(tell, settleMilliseconds);
  };
  const others = members.filter((member) => member.id !== self.current).map(readMember);
  return { others, sayWhere };
}

export function membersAfter(before: Member[], event: Pick<Event, "kind" | "members" | "member">): Member[] {
  const { kind, member } = event;
  if (kind === "HERE") return event.members;
  if (!member) return before;
  const rest = before.filter((one) => one.id !== member.id);
  if (kind === "LEFT") return rest;
  if (kind === "CHANGED") return before.map((one) => (one.id === member.id ? member : one));
  return kind === "JOINED" ? [...rest, member] : before;
}

function readMember(member: Member): Other {
  const state = isRecord(member.state) ? member.state : {};
  return {
    id: member.id,
    name: typeof state.name === "string" ? state.name.slice(0, 80) : (member.user ?? "?"),
    field: typeof state.field === "string" ? state.field : null,
  };
}

/** The names of those who are in a field, one a line. Fields may have the names of what every object has. */
export function namesByField(others: Other[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { field, name } of others) {
    if (field === null) continue;
    const before = names.get(field);
    names.set(field, before === undefined ? name : `${before}\n${name}`);
  }
  return names;
}
