import { AppShell, NavLink, ScrollArea, Text } from "@mantine/core";
import { IconApi, IconHistory, IconLayoutDashboard, IconSchema, IconUsers } from "@tabler/icons-react";
import { Link, type LinkProps, useLocation } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { isAdmin, useMe, useModel } from "../api/use-model.ts";
import { useViewpoint } from "../api/viewpoint.ts";
import { type Collection, groupsOf } from "../model/model.ts";
import { CollectionIcon } from "../parts/collection-icon.tsx";
import classes from "./frame.module.css";

/** The pages: fixed ones, and the collections by group. */
export function Menu() {
  const { t } = useTranslation();
  const model = useModel();
  const groups = groupsOf(model);
  // Admins see all that there is.
  const viewpoint = useViewpoint();
  const isEmptyModel = isAdmin(useMe()) && viewpoint.kind === "self";
  const assets = model.collections.get("Asset");
  return (
    <>
      <AppShell.Section grow component={ScrollArea} type="hover" scrollbarSize={6} px={8} pt={8}>
        <MenuLink to="/" isExact label={t("shell.dashboard")} icon={IconLayoutDashboard} />
        {groups.length === 0 && (
          <Text c="dimmed" px="xs" py="sm">
            {isEmptyModel ? t("shell.noCollectionsYet") : t("shell.noCollections")}
          </Text>
        )}
        {groups.map((group) => (
          <nav key={group.name ?? ""} aria-label={group.name ?? t("shell.allCollections")}>
            <div className={classes.group} aria-hidden="true">
              {group.name ?? t("shell.allCollections")}
            </div>
            {group.collections.map((collection) => (
              <CollectionLink key={collection.name} collection={collection} />
            ))}
          </nav>
        ))}
        {assets && assets.can.read !== "NONE" && <CollectionLink collection={assets} />}
      </AppShell.Section>
      <AppShell.Section px={8} py={8} style={{ borderTop: "1px solid var(--hw-line)" }}>
        <MenuLink to="/history" label={t("shell.history")} icon={IconHistory} />
        <MenuLink to="/model" label={t("shell.model")} icon={IconSchema} />
        {model.collections.has("User") && (
          <MenuLink to="/people" label={t("shell.people")} icon={IconUsers} />
        )}
        <MenuLink to="/explorer" label={t("shell.explorer")} icon={IconApi} />
      </AppShell.Section>
    </>
  );
}

function CollectionLink({ collection }: { collection: Collection }) {
  const path = useLocation({ select: (location) => location.pathname });
  const name = collection.name;
  const isActive = [`/content/${name}`, `/new/${name}`].some(
    (start) => path === start || path.startsWith(`${start}/`),
  );
  return (
    <NavLink
      renderRoot={(props) => <Link to="/content/$collection" params={{ collection: name }} {...props} />}
      className={classes.link}
      active={isActive}
      aria-current={isActive ? "page" : undefined}
      label={collection.singleton ? collection.label : collection.pluralLabel}
      leftSection={<CollectionIcon collection={collection} />}
    />
  );
}

type MenuLinkProps = {
  to: LinkProps["to"];
  label: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  isExact?: boolean;
};

function MenuLink({ to, label, icon: Icon, isExact }: MenuLinkProps) {
  const path = useLocation({ select: (location) => location.pathname });
  const isActive = isExact ? path === to : path === to || path.startsWith(`${to}/`);
  return (
    <NavLink
      component={Link}
      to={to}
      className={classes.link}
      active={isActive}
      aria-current={isActive ? "page" : undefined}
      label={label}
      leftSection={<Icon size={16} stroke={1.6} />}
    />
  );
}
