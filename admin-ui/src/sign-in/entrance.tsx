import { ActionIcon, Group, Menu, Title, useMantineColorScheme } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconLanguage, IconMoon, IconSun } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Logo } from "../parts/logo.tsx";
import { languages } from "../texts/languages.ts";
import { changeLanguage } from "../texts/texts.ts";
import classes from "./entrance.module.css";

/** The frame of the pages before the sign-in. */
export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  useDocumentTitle(`${title} · Headwater`);
  return (
    <div className={classes.entrance}>
      <header className={classes.brand}>
        <Logo size={30} />
        Headwater
      </header>
      <main className={classes.card}>
        <Title order={1} size="h3" mb="lg">
          {title}
        </Title>
        {children}
      </main>
      <Group component="footer" className={classes.foot} gap={4}>
        <Menu position="top" shadow="md">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("shell.language")}>
              <IconLanguage size={18} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {Object.entries(languages).map(([tag, language]) => (
              <Menu.RadioItem
                key={tag}
                lang={tag}
                value={tag}
                checked={tag === i18n.language}
                onChange={() => void changeLanguage(tag)}
                closeMenuOnClick
              >
                {language.name}
              </Menu.RadioItem>
            ))}
          </Menu.Dropdown>
        </Menu>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          lightHidden
          aria-label={t("shell.light")}
          onClick={() => setColorScheme("light")}
        >
          <IconSun size={18} stroke={1.6} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          darkHidden
          aria-label={t("shell.dark")}
          onClick={() => setColorScheme("dark")}
        >
          <IconMoon size={18} stroke={1.6} />
        </ActionIcon>
      </Group>
    </div>
  );
}
