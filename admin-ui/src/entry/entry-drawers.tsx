import { Drawer } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import type { OpenRequest, RecordRef } from "../fields/form-context.ts";
import { DrawerProvider } from "./drawer-context.ts";
import { DrawerEntry } from "./drawer-entry.tsx";
import type { FormStore } from "./form-store.ts";
import { readOver, writeOver } from "./open-entries.ts";

type Pending = {
  request: OpenRequest;
  resolve: (saved: RecordRef | null) => void;
  /** What had the focus, and gets it back. */
  opener: Element | null;
};

/**
 * Entries that are edited over a page, each over the one before. Which ones are open stands in the address (`over`),
 * so going back closes the last one, and a reload opens them again.
 */
export function EntryDrawers({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const model = useModel();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const text = JSON.stringify(search.over ?? null);
  const over = useMemo(() => readOver(JSON.parse(text), model), [text, model]);
  const pending = useRef(new Map<number, Pending>());
  const forms = useRef(new Map<string, FormStore>());
  const depth = over.length;

  const show = (tokens: string[], replace: boolean) =>
    void navigate({
      to: ".",
      search: (before: Record<string, unknown>) => ({
        ...before,
        over: tokens.length > 0 ? tokens : undefined,
      }),
      replace,
    });
  const latest = useRef({ over, show });
  latest.current = { over, show };

  // Whoever waits for an entry that is open no more hears that nothing was saved.
  useEffect(() => {
    for (const [at, waiting] of pending.current) {
      if (at < depth) continue;
      pending.current.delete(at);
      waiting.resolve(null);
      giveBackFocus(waiting);
    }
  }, [depth]);

  const drawers = useMemo(
    () => ({
      depth,
      forms: forms.current,
      open: (request: OpenRequest) =>
        new Promise<RecordRef | null>((resolve) => {
          const { over, show } = latest.current;
          pending.current.set(over.length, { request, resolve, opener: document.activeElement });
          show([...over.map(writeOver), writeOver(request)], false);
        }),
    }),
    [depth],
  );
  /** Whoever waits for the entry hears of it. */
  const tell = (at: number, saved: RecordRef) => {
    const waiting = pending.current.get(at);
    pending.current.delete(at);
    waiting?.resolve(saved);
    if (waiting) giveBackFocus(waiting);
  };
  // Without a saved record it may still stay open: nobody who waits is told before it is gone.
  const close = (at: number, saved: RecordRef | null) => {
    if (saved) tell(at, saved);
    show(over.slice(0, at).map(writeOver), true);
  };

  return (
    <DrawerProvider value={drawers}>
      {children}
      {over.map((entry, at) => {
        const isTop = at === depth - 1;
        const key = `${at} ${writeOver(entry)}`;
        return (
          <Drawer.Root
            key={key}
            opened
            onClose={() => close(at, null)}
            position="right"
            size={`min(${760 - at * 36}px, 100vw)`}
            closeOnEscape={isTop}
            trapFocus={isTop}
            lockScroll={isTop}
            padding={0}
            zIndex={200 + at}
          >
            <Drawer.Overlay backgroundOpacity={0.35} />
            <Drawer.Content
              aria-label={t("entry.drawer", {
                label: model.collections.get(entry.collection)?.label ?? "",
              })}
            >
              <Drawer.Body>
                <DrawerEntry
                  entry={entry}
                  initial={pending.current.get(at)?.request.initial}
                  place={at}
                  isActive={isTop}
                  onSaved={(saved) => tell(at, saved)}
                  onClose={(saved) => close(at, saved)}
                />
              </Drawer.Body>
            </Drawer.Content>
          </Drawer.Root>
        );
      })}
    </DrawerProvider>
  );
}

/** Once the drawer, which keeps the focus inside, is gone. */
function giveBackFocus({ opener }: Pending): void {
  setTimeout(() => {
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  }, 50);
}
