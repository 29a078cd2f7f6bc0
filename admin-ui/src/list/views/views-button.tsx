import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { loaded } from "../../parts/lazy-part.ts";
import type { List } from "../use-list.ts";
import { viewsLook } from "./views-look.tsx";

let menu: Promise<typeof import("./views-menu.tsx")> | undefined;
const load = () => {
  menu ??= loaded(() => import("./views-menu.tsx"));
  return menu;
};
const ViewsMenu = lazy(() => load().then((file) => ({ default: file.ViewsMenu })));

/** Opens the saved views. What it opens is loaded when somebody is about to, or when the address names a view. */
export function ViewsButton({ list }: { list: List }) {
  const { t } = useTranslation();
  const [isWanted, setWanted] = useState(false);
  const button = (
    <Button
      {...viewsLook}
      variant="default"
      aria-haspopup="menu"
      aria-expanded={false}
      onMouseEnter={load}
      onFocus={load}
      onClick={() => setWanted(true)}
    >
      {t("list.views.views")}
    </Button>
  );
  if (!isWanted && list.address.view === null) return button;
  return (
    <Suspense fallback={button}>
      <ViewsMenu list={list} isOpenAtFirst={isWanted} />
    </Suspense>
  );
}
