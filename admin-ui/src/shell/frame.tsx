import { ActionIcon, AppShell, Burger, Button, Group, Kbd, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { type ReactNode, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSessionEnd } from "../api/session-end.ts";
import { listenForPalette } from "../palette/palette-shortcut.ts";
import { openPalette, usePaletteOpen } from "../palette/palette-store.ts";
import { lazyPart } from "../parts/lazy-part.ts";
import { Logo } from "../parts/logo.tsx";
import classes from "./frame.module.css";
import { Menu } from "./menu.tsx";
import { Notices } from "./notices.tsx";
import { PageChange } from "./page-change.tsx";
import { UserMenu } from "./user-menu.tsx";

const SessionEnd = lazyPart(() =>
  import("../sign-in/session-end-dialog.tsx").then((file) => ({ default: file.SessionEndDialog })),
);
const paletteDelayMilliseconds = 3000;

const Palette = lazyPart(() => import("../palette/palette.tsx").then((file) => ({ default: file.Palette })));

/** The frame of every page behind the sign-in: header, menu, notices, and the page itself. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const isSessionOver = useSessionEnd();
  const [isMenuOpen, menu] = useDisclosure(false);
  const path = useLocation({ select: (location) => location.pathname });
  // On a phone the menu covers the page, so it goes once a page was chosen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of the path that closes it
  useEffect(() => menu.close(), [path]);
  useEffect(listenForPalette, []);
  const hasPalette = usePaletteWanted();

  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: 232, breakpoint: "sm", collapsed: { mobile: !isMenuOpen } }}
      padding={0}
    >
      <PageChange />
      {/* biome-ignore lint/a11y/useValidAnchor: it leads within the page, whose address stays as it is */}
      <a
        className={classes.skip}
        href="#content"
        onClick={(event) => {
          // The address is the page's own.
          event.preventDefault();
          document.getElementById("content")?.focus();
        }}
      >
        {t("shell.skipToContent")}
      </a>
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              hiddenFrom="sm"
              size="sm"
              opened={isMenuOpen}
              onClick={menu.toggle}
              aria-label={t("shell.toggleMenu")}
              aria-expanded={isMenuOpen}
            />
            <Link
              to="/"
              activeOptions={{ exact: true }}
              className={classes.home}
              aria-label={`Headwater: ${t("shell.dashboard")}`}
            >
              <Logo />
              <Text fw={700} visibleFrom="xs">
                Headwater
              </Text>
            </Link>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Button
              visibleFrom="sm"
              className={classes.search}
              variant="default"
              size="xs"
              leftSection={<IconSearch size={14} />}
              rightSection={<Kbd size="xs">{isMac() ? "⌘ K" : "Ctrl K"}</Kbd>}
              onClick={openPalette}
            >
              {t("palette.hint")}
            </Button>
            <ActionIcon
              hiddenFrom="sm"
              variant="subtle"
              color="gray"
              size="lg"
              onClick={openPalette}
              aria-label={t("palette.open")}
            >
              <IconSearch size={18} />
            </ActionIcon>
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} aria-label={t("shell.mainMenu")}>
        <Menu />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        <Notices />
        {children}
      </AppShell.Main>
      {hasPalette && (
        <Suspense>
          <Palette />
        </Suspense>
      )}
      {isSessionOver && (
        <Suspense>
          <SessionEnd />
        </Suspense>
      )}
    </AppShell>
  );
}

function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.userAgent);
}

/** The palette's code comes when somebody opens it, or once the page has had time to be drawn. */
function usePaletteWanted(): boolean {
  const isOpen = usePaletteOpen();
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWanted(true), paletteDelayMilliseconds);
    return () => clearTimeout(timer);
  }, []);
  return isOpen || isWanted;
}
