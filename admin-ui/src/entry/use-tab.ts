import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { Frame } from "./entry-editor.tsx";

/** The tab of the form that is open: of a page it stands in the address. */
export function useTab(frame: Frame): [string | null, (tab: string | null) => void] {
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const [own, setOwn] = useState<string | null>(null);
  if (frame.kind === "drawer") return [own, setOwn];
  const tab = typeof search.tab === "string" ? search.tab : null;
  const setTab = (next: string | null) => {
    if (next === tab) return;
    void navigate({
      to: ".",
      search: (before: Record<string, unknown>) => ({ ...before, tab: next ?? undefined }),
      replace: true,
      resetScroll: false,
    });
  };
  return [tab, setTab];
}
