import { useTranslation } from "react-i18next";
import { showDone, showFailure } from "../../parts/toast.tsx";
import { currentDraft } from "../draft/draft-store.ts";
import { rebase } from "../draft/rebase.ts";
import { useModelPage } from "../model-context.ts";
import { SdlProblem } from "../sdl/problem.ts";
import { readSources, type SdlFile } from "../sdl/sources.ts";

export type FilesChange = (files: SdlFile[]) => SdlFile[];

/** Changes the draft, says so, and offers to undo it. Answers whether it could be done. */
export function useChange(): (change: FilesChange, done: string) => boolean {
  const { t } = useTranslation();
  const { files } = useModelPage();
  return (change, done) => {
    const before = files.files;
    try {
      const after = change(before);
      // What reads as GraphQL must go on doing so, whatever somebody typed.
      if (readSources(after).mistakes.length > readSources(before).mistakes.length)
        throw new SdlProblem("mistake", done);
      if (after === before) return true;
      files.change(after);
      // What was changed since stays as it is.
      const undo = () => files.change(rebase(after, currentDraft()?.files ?? after, before).files);
      showDone(done, { label: t("common.undo"), onUndo: undo });
      return true;
    } catch (error) {
      showFailure(error instanceof SdlProblem ? new Error(t(`model.problems.${error.code}`)) : error, t);
      return false;
    }
  };
}
