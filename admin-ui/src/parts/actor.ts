/** Whom the change log names as the one who changed something. */
export type Actor =
  | { kind: "user"; id: string }
  /** An admin who acted as another user. */
  | { kind: "asUser"; admin: string; user: string }
  /** Somebody who may do everything and is no user: the command line, or whoever has the server's token. */
  | { kind: "commandLine" }
  | { kind: "import" }
  /** Nobody in particular, or Headwater itself. */
  | { kind: "nobody" };

export function readActor(text: string | null): Actor {
  if (text === null || text === "") return { kind: "nobody" };
  if (text === "admin") return { kind: "commandLine" };
  if (text === "import") return { kind: "import" };
  const [admin, user] = text.split(" as ");
  if (admin && user) return { kind: "asUser", admin, user };
  return { kind: "user", id: text };
}

/** The ids of the users that an actor is made of. */
export function usersOf(actor: Actor): string[] {
  if (actor.kind === "user") return [actor.id];
  return actor.kind === "asUser" ? [actor.admin, actor.user] : [];
}
