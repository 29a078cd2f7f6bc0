import { Button } from "@mantine/core";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../parts/lazy-part.ts";
import type { List } from "../use-list.ts";
import { viewsLook } from "./views-look.tsx";

const load = () => import("./views-menu.tsx");
const ViewsMenu = lazyPart(() => load().then((file) => ({ default: file.ViewsMenu })));

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
