import { ActionIcon, Avatar, Menu, useMantineColorScheme } from "@mantine/core";
import {
  IconCheck,
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/use-model.ts";
import { useSignOut } from "../parts/use-sign-out.ts";
import { languages } from "../texts/languages.ts";
import { changeLanguage } from "../texts/texts.ts";
import classes from "./frame.module.css";
import { ViewAsMenu } from "./view-as-menu.tsx";

const schemes = [
  ["light", IconSun],
  ["dark", IconMoon],
  ["auto", IconDeviceDesktop],
] as const;

/** Who is signed in, how the pages look, and the way out. */
export function UserMenu() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  const name = me.name ?? me.email ?? me.id;
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" radius="xl" aria-label={t("shell.account")}>
          <Avatar size={28} radius="xl" color="water" aria-hidden="true">
            <span className={classes.initials} data-initials={initialsOf(name)} />
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUserCircle size={16} />}>
          {t("shell.account")}
        </Menu.Item>
        <ViewAsMenu />
        <Menu.Divider />
        <Menu.Label>{t("shell.scheme")}</Menu.Label>
        {schemes.map(([scheme, Icon]) => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={scheme === colorScheme}
            onClick={() => setColorScheme(scheme)}
            leftSection={<Icon size={16} />}
            rightSection={scheme === colorScheme && <IconCheck size={14} />}
          >
            {scheme === "auto" ? t("shell.system") : t(`shell.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t("shell.language")}</Menu.Label>
        {Object.entries(languages).map(([tag, language]) => (
          <Menu.Item
            key={tag}
            lang={tag}
            role="menuitemradio"
            aria-checked={tag === i18n.language}
            onClick={() => void changeLanguage(tag)}
            rightSection={tag === i18n.language && <IconCheck size={14} />}
          >
            {language.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={signOut}>
          {t("shell.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/[\s@.]+/).filter((word) => word !== "");
  return words
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase())
    .join("");
}
