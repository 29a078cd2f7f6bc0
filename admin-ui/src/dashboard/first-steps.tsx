import { Button, Text } from "@mantine/core";
import { IconApi, IconPencilPlus, IconSchema, IconUserPlus } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isAdmin, useSession } from "../api/use-model.ts";
import classes from "./dashboard.module.css";
import { Panel } from "./panel.tsx";

/** What to do in a project that has nothing in it yet. */
export function FirstSteps() {
  const { t } = useTranslation();
  const router = useRouter();
  const { model, me } = useSession();
  const own = [...model.collections.values()].filter((it) => !it.builtIn);
  const first = own.find((it) => it.can.create !== "NONE" && !it.singleton);
  const steps = [
    ...(isAdmin(me)
      ? [
          {
            icon: IconSchema,
            title: own.length === 0 ? t("dashboard.stepModel") : t("dashboard.stepModelMore"),
            hint: t("dashboard.stepModelHint"),
            action: t("shell.model"),
            go: () => router.navigate({ to: "/model" }),
          },
        ]
      : []),
    ...(first
      ? [
          {
            icon: IconPencilPlus,
            title: t("dashboard.stepEntry"),
            hint: t("dashboard.stepEntryHint"),
            action: t("palette.newEntry", { label: first.label }),
            go: () => router.navigate({ to: "/new/$collection", params: { collection: first.name } }),
          },
        ]
      : []),
    ...(isAdmin(me)
      ? [
          {
            icon: IconUserPlus,
            title: t("dashboard.stepPeople"),
            hint: t("dashboard.stepPeopleHint"),
            action: t("shell.people"),
            go: () => router.navigate({ to: "/people" }),
          },
        ]
      : []),
    {
      icon: IconApi,
      title: t("dashboard.stepApi"),
      hint: t("dashboard.stepApiHint"),
      action: t("shell.explorer"),
      go: () => router.navigate({ to: "/explorer" }),
    },
  ];
  return (
    <Panel title={t("dashboard.firstSteps")}>
      <ol className={classes.steps}>
        {steps.map(({ icon: Icon, title, hint, action, go }) => (
          <li key={title} className={classes.step}>
            <Icon size={22} stroke={1.5} aria-hidden="true" />
            <div className={classes.main}>
              <Text fw={600}>{title}</Text>
              <Text c="dimmed">{hint}</Text>
            </div>
            <Button variant="default" size="xs" onClick={() => void go()}>
              {action}
            </Button>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
