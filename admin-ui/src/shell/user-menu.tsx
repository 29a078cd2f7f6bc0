import { ActionIcon, Avatar, Menu, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUserCircle } from "@tabler/icons-react";
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

function readScheme(value: string) {
  return schemes.find(([scheme]) => scheme === value)?.[0] ?? "auto";
}

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
        <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(readScheme(scheme))}>
          {schemes.map(([scheme, Icon]) => (
            <Menu.RadioItem key={scheme} value={scheme} rightSection={<Icon size={16} />}>
              {scheme === "auto" ? t("shell.system") : t(`shell.${scheme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t("shell.language")}</Menu.Label>
        <Menu.RadioGroup value={i18n.language} onChange={(language) => void changeLanguage(language)}>
          {Object.entries(languages).map(([tag, language]) => (
            <Menu.RadioItem key={tag} value={tag} lang={tag}>
              {language.name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
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
