import i18next from "i18next";
import { showDone } from "./toast.tsx";

let isTold = false;

/** Says, once for each failure, that a part of the page can't be loaded: the network is gone, or the server has a newer version by now. */
export function showLoadFailure(): void {
  if (isTold) return;
  isTold = true;
  showDone(i18next.t("common.notLoaded"), {
    label: i18next.t("common.loadAnew"),
    onUndo: () => window.location.reload(),
  });
}

/** Parts can be loaded again: the next failure is a new one. */
export function endLoadFailure(): void {
  isTold = false;
}
