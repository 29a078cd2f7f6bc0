import { NativeSelect } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isAdmin, useMe, useModel } from "../api/use-model.ts";
import { useViewpoint, viewpointHeaders } from "../api/viewpoint.ts";
import { useViewedAs } from "../parts/use-viewed-as.ts";
import { Explorer } from "./explorer.tsx";
import { SavedPane } from "./saved-pane.tsx";

/** The role of visitors, which everybody can look as. */
const visitor = "public";

/** The explorer inside the admin: as whoever is signed in, or as one of their roles; with operations that are kept. */
export function AdminExplorerPage() {
  const { t } = useTranslation();
  useDocumentTitle(`${t("explorer.title")} · Headwater`);
  const me = useMe();
  const model = useModel();
  const viewpoint = useViewpoint();
  const who = useViewedAs();
  const [role, setRole] = useState("");
  const roles = model.roles.filter(({ name }) => name === visitor || isAdmin(me) || me.roles.includes(name));
  const headers = { ...viewpointHeaders(viewpoint), ...(role === "" ? {} : { "x-headwater-role": role }) };
  const mayLookInside = model.stage === "DEVELOPMENT" || (isAdmin(me) && viewpoint.kind === "self");
  return (
    <Explorer
      speaker={{ headers, isExplained: mayLookInside && (role === "" || model.stage === "DEVELOPMENT") }}
      frame={{
        controls: (
          <NativeSelect
            size="xs"
            aria-label={t("explorer.askAs")}
            value={role}
            onChange={(event) => setRole(event.currentTarget.value)}
            data={[
              { value: "", label: who === null ? t("explorer.asYourself") : t("explorer.asViewed", { who }) },
              ...roles.map(({ name, label }) => ({
                value: name,
                label: t("explorer.asRole", { role: label }),
              })),
            ]}
          />
        ),
        saved: (current, onOpen) => <SavedPane current={current} onOpen={onOpen} />,
      }}
    />
  );
}
