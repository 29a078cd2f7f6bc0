import { Avatar, Group, Text } from "@mantine/core";
import { IconFileImport, IconServer, IconTerminal2 } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/use-model.ts";
import { type Actor, readActor, usersOf } from "./actor.ts";
import { type KnownTitle, useRecordTitles } from "./record-titles.ts";

/** Names of those whom the change log names: `nameOf(change.actor)`. All of a page are looked up in one request. */
export function useActorNames(actors: (string | null)[]): (actor: string | null) => string {
  const { t } = useTranslation();
  const me = useMe();
  const users = actors.flatMap((actor) => usersOf(readActor(actor)));
  const titleOf = useRecordTitles(
    users.filter((id) => id !== me.id).map((id) => ({ collection: "User", id })),
  );
  const mine = me.name ?? me.email ?? me.id;
  return (actor) => actorWords(readActor(actor), (id) => (id === me.id ? mine : titleOf("User", id)), t);
}

/** Who changed something, with a picture that tells people and programs apart. */
export function ActorName({ actor, size = 20 }: { actor: string | null; size?: number }) {
  const name = useActorNames([actor])(actor);
  const Icon = programIcons[readActor(actor).kind];
  return (
    <Group component="span" gap={6} wrap="nowrap" miw={0} display="inline-flex">
      <Avatar
        size={size}
        radius="xl"
        name={Icon ? undefined : name}
        color={Icon ? "gray" : "water"}
        aria-hidden="true"
      >
        {Icon && <Icon size={size * 0.6} stroke={1.6} />}
      </Avatar>
      <Text span inherit fw={600} truncate>
        {name}
      </Text>
    </Group>
  );
}

const programIcons = {
  user: null,
  asUser: null,
  commandLine: IconTerminal2,
  import: IconFileImport,
  nobody: IconServer,
} as const;

function actorWords(actor: Actor, nameOf: (id: string) => KnownTitle, t: TFunction): string {
  // Who may not see the other users still sees which changes are of the same one.
  const named = (id: string) => {
    const name = nameOf(id);
    return name === undefined ? "…" : (name ?? t("changes.someone", { id: id.slice(-4) }));
  };
  switch (actor.kind) {
    case "user":
      return named(actor.id);
    case "asUser":
      return t("changes.asUser", { admin: named(actor.admin), user: named(actor.user) });
    case "commandLine":
      return t("changes.commandLine");
    case "import":
      return t("changes.import");
    case "nobody":
      return t("changes.nobody");
  }
}
