import { useMantineColorScheme } from "@mantine/core";
import {
  IconApi,
  IconDeviceDesktop,
  IconEye,
  IconHistory,
  IconLanguage,
  IconLayoutDashboard,
  IconLogout,
  IconMoon,
  IconPlus,
  IconSchema,
  IconSun,
  IconUserCircle,
  IconUsers,
} from "@tabler/icons-react";
import type { NavigateOptions } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isAdmin, useSession } from "../api/use-model.ts";
import { useViewpoint } from "../api/viewpoint.ts";
import { CollectionIcon } from "../parts/collection-icon.tsx";
import { useSignOut } from "../parts/use-sign-out.ts";
import { useViewAs } from "../parts/use-view-as.ts";
import { languages } from "../texts/languages.ts";
import { changeLanguage } from "../texts/texts.ts";
import { ownFirst } from "./entry-search.ts";

/** One line of the palette: a place to go to, or something to do. */
export type Command = {
  id: string;
  label: string;
  /** More words: what kind of thing it is. */
  hint?: string;
  /** Other words that find it. */
  keywords?: string;
  icon: ReactNode;
} & ({ target: NavigateOptions } | { run: () => void });

export type CommandGroup = { id: string; label: string; commands: Command[] };

const iconProps = { size: 16, stroke: 1.6 };
/** Roles that everybody has, or that make no difference to an admin. */
const rolesNotToViewAs = new Set(["admin"]);

/** Everything that needs no search: pages, collections, new entries and actions. */
export function useCommands(): Record<"collections" | "pages" | "create" | "actions", Command[]> {
  return { ...usePlaces(), actions: useActions() };
}

function usePlaces(): Record<"collections" | "pages" | "create", Command[]> {
  const { t } = useTranslation();
  const { model } = useSession();
  const collections = ownFirst(model);
  const pages = [
    ["/", t("shell.dashboard"), IconLayoutDashboard],
    ["/history", t("shell.history"), IconHistory],
    ["/model", t("shell.model"), IconSchema],
    ...(model.collections.has("User") ? [["/people", t("shell.people"), IconUsers] as const] : []),
    ["/explorer", t("shell.explorer"), IconApi],
    ["/account", t("shell.account"), IconUserCircle],
  ] as const;
  return {
    collections: collections
      .filter((collection) => collection.name !== "User" && collection.can.read !== "NONE")
      .map((collection) => ({
        id: `collection:${collection.name}`,
        label: collection.singleton ? collection.label : collection.pluralLabel,
        ...(collection.group ? { hint: collection.group } : {}),
        keywords: collection.name,
        icon: <CollectionIcon collection={collection} />,
        target: { to: "/content/$collection", params: { collection: collection.name } },
      })),
    pages: pages.map(([to, label, Icon]) => ({
      id: `page:${to}`,
      label,
      icon: <Icon {...iconProps} />,
      target: { to },
    })),
    create: collections
      .filter(
        (collection) => collection.can.create !== "NONE" && !collection.singleton && collection.api.create,
      )
      .filter((collection) => !collection.builtIn)
      .map((collection) => ({
        id: `new:${collection.name}`,
        label: t("palette.newEntry", { label: collection.label }),
        keywords: collection.name,
        icon: <IconPlus {...iconProps} />,
        target: { to: "/new/$collection", params: { collection: collection.name } },
      })),
  };
}

function useActions(): Command[] {
  const { t, i18n } = useTranslation();
  const { model, me } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const viewpoint = useViewpoint();
  const viewAs = useViewAs();
  const signOut = useSignOut();
  const schemes = (
    [
      ["light", t("shell.light"), IconSun],
      ["dark", t("shell.dark"), IconMoon],
      ["auto", t("shell.system"), IconDeviceDesktop],
    ] as const
  ).filter(([scheme]) => scheme !== colorScheme);
  const roles =
    viewpoint.kind === "self" && isAdmin(me)
      ? model.roles.filter((role) => !rolesNotToViewAs.has(role.name))
      : [];
  return [
    ...(viewpoint.kind === "self"
      ? []
      : [
          {
            id: "view-as-self",
            label: t("shell.viewingAsEnd"),
            icon: <IconEye {...iconProps} />,
            run: () => viewAs({ kind: "self" }),
          },
        ]),
    ...schemes.map(([scheme, label, Icon]) => ({
      id: `scheme:${scheme}`,
      label: t("palette.appearance", { label }),
      icon: <Icon {...iconProps} />,
      run: () => setColorScheme(scheme),
    })),
    ...Object.entries(languages)
      .filter(([tag]) => tag !== i18n.language)
      .map(([tag, { name }]) => ({
        id: `language:${tag}`,
        label: t("palette.language", { label: name }),
        keywords: tag,
        icon: <IconLanguage {...iconProps} />,
        run: () => void changeLanguage(tag),
      })),
    ...roles.map((role) => ({
      id: `view-as:${role.name}`,
      label: t("palette.viewAs", { label: role.label }),
      keywords: role.name,
      icon: <IconEye {...iconProps} />,
      run: () => viewAs({ kind: "roles", roles: [role.name] }),
    })),
    {
      id: "sign-out",
      label: t("shell.signOut"),
      icon: <IconLogout {...iconProps} />,
      run: signOut,
    },
  ];
}
