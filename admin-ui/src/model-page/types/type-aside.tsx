import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useModelPage } from "../model-context.ts";
import classes from "../model-page.module.css";
import { typeSections } from "./type-index.ts";
import { ModelLink } from "./type-link.tsx";
import { keyOf, sectionTitle } from "./types-view.tsx";

/** All types beside the page of one. */
export function TypeAside({ current }: { current: string }) {
  const { t } = useTranslation();
  const { model, changes } = useModelPage();
  return (
    <nav className={classes.aside} aria-label={t("model.allTypes")}>
      <ModelLink to={{ view: "types" }} className={classes.asideLink}>
        {t("model.allTypes")}
      </ModelLink>
      {typeSections(model, "").map((section) => (
        <div key={keyOf(section)}>
          <Text size="xs" fw={600} c="dimmed" px={8} pt={10} pb={2}>
            {sectionTitle(section, t)}
          </Text>
          {section.entries.map(({ name }) => (
            <ModelLink
              key={name}
              to={{ view: "types", type: name }}
              className={classes.asideLink}
              aria-current={name === current ? "page" : undefined}
            >
              <span className={changes.get(name) === "removed" ? classes.removed : undefined}>{name}</span>
            </ModelLink>
          ))}
        </div>
      ))}
    </nav>
  );
}
