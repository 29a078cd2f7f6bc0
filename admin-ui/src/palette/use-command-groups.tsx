import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import type { Collection } from "../model/model.ts";
import { CollectionIcon } from "../parts/collection-icon.tsx";
import { type RecentEntry, useRecentEntries } from "../parts/recent-entries.ts";
import { bestMatches } from "./matching.ts";
import { type Command, type CommandGroup, useCommands } from "./use-commands.tsx";
import { useEntrySearch } from "./use-entry-search.ts";

const recentShown = 8;
const mostOfGroup = 6;

/** What the palette offers for what was typed: what is known comes first, what is found below it. */
export function useCommandGroups(typed: string) {
  const { t } = useTranslation();
  const model = useModel();
  const recent = useRecentEntries();
  const commands = useCommands();
  const search = useEntrySearch(typed);
  const isEmpty = typed.trim() === "";

  const group = (id: keyof typeof commands, label: string): CommandGroup => ({
    id,
    label,
    commands: isEmpty ? commands[id] : bestMatches(commands[id], typed, searchableWords, mostOfGroup),
  });
  const visited = recent.flatMap((entry) => {
    const collection = model.collections.get(entry.collection);
    return collection ? [visitedCommand(entry, collection)] : [];
  });
  const found = search.hits.map(({ collection, id, title }) =>
    entryCommand(`entry:${collection.name}:${id}`, collection, id, title),
  );
  const known = [
    group("collections", t("palette.collections")),
    group("pages", t("palette.pages")),
    group("create", t("palette.create")),
    group("actions", t("palette.actions")),
  ];
  const groups = isEmpty
    ? [{ id: "recent", label: t("palette.recent"), commands: visited.slice(0, recentShown) }, ...known]
    : [...known, { id: "entries", label: t("palette.entries"), commands: found }];
  return {
    groups: groups.filter(({ commands }) => commands.length > 0),
    isSearching: search.isSearching,
    error: search.error,
  };
}

function searchableWords(command: Command): string {
  return `${command.label} ${command.keywords ?? ""}`;
}

function visitedCommand(entry: RecentEntry, collection: Collection): Command {
  return entryCommand(`recent:${entry.collection}:${entry.id}`, collection, entry.id, entry.title);
}

function entryCommand(commandId: string, collection: Collection, id: string, title: string): Command {
  return {
    id: commandId,
    label: title,
    hint: collection.label,
    icon: <CollectionIcon collection={collection} />,
    target: collection.singleton
      ? { to: "/content/$collection", params: { collection: collection.name } }
      : { to: "/content/$collection/$id", params: { collection: collection.name, id } },
  };
}
