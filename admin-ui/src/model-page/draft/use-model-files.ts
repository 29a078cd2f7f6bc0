import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import { ModelFilesDocument, PlanModelDocument, type PlanModelQuery } from "../../../generated/operations.ts";
import type { ApiError } from "../../api/api-error.ts";
import { send } from "../../api/operation.ts";
import { isAdmin, useSession } from "../../api/use-model.ts";
import { operationKey, useOperation } from "../../api/use-operation.ts";
import { readSources, type SdlFile, type Sources } from "../sdl/sources.ts";
import type { PageModel } from "../types/type-index.ts";
import { draftInterfaces, draftModel, type TypeChanges } from "./draft-model.ts";
import { currentDraft, sameFiles, setDraft, useStoredDraft } from "./draft-store.ts";

export type Plan = PlanModelQuery["planModel"];

export function hasErrors(plan: Plan): boolean {
  return plan.diagnostics.some(({ severity }) => severity === "ERROR");
}

/** The files of the model, with the changes that are not applied yet. */
export type ModelFiles = {
  state: "hidden" | "loading" | "failed" | "ready";
  error: ApiError | null;
  /** As they are to be. */
  files: SdlFile[];
  /** As they were when the first change was made. */
  base: SdlFile[];
  /** As they are on disk. */
  disk: SdlFile[];
  diskBasis: string;
  isChanged: boolean;
  /** Whether the files on disk are others than those that the changes were made to. */
  isBehind: boolean;
  canEdit: boolean;
  change: (files: SdlFile[]) => void;
  /** Reads the files again, and answers their hash. */
  reload: () => Promise<string | null>;
};

export function useModelFiles(): ModelFiles {
  const { model, me } = useSession();
  const draft = useStoredDraft();
  const mayLook = isAdmin(me) || model.stage === "DEVELOPMENT";
  const canEdit = isAdmin(me) && model.stage === "DEVELOPMENT";
  // Whoever develops writes them in another editor as well.
  const query = useOperation(
    ModelFilesDocument,
    {},
    {
      enabled: mayLook,
      ...(canEdit ? { everyMilliseconds: lookAfterMilliseconds } : {}),
    },
  );
  const disk = query.data?.modelFiles ?? noFiles;
  const diskBasis = query.data?.modelFilesHash ?? "";
  // A draft that is on disk by now is none: it was applied while nobody looked.
  const used = canEdit && query.data && draft && !sameFiles(draft.files, disk) ? draft : null;
  const isHidden = !mayLook || query.error?.code === "FORBIDDEN";
  const failed = query.error && !query.data ? "failed" : "loading";
  return {
    state: isHidden ? "hidden" : query.data ? "ready" : failed,
    error: query.error,
    files: used?.files ?? disk,
    base: used?.base ?? disk,
    disk,
    diskBasis,
    isChanged: used !== null,
    isBehind: used !== null && used.basis !== diskBasis,
    canEdit,
    change: (files) => {
      // The draft of this moment, or else what is on disk.
      const before = used === null ? null : currentDraft();
      setDraft({ base: before?.base ?? disk, basis: before?.basis ?? diskBasis, files });
    },
    reload: async () => (await query.refetch()).data?.modelFilesHash ?? null,
  };
}

const noFiles: SdlFile[] = [];
const lookAfterMilliseconds = 5_000;

/** The model as the changes would make it, as far as that can be read from the files. */
export function useShownModel(files: ModelFiles): {
  model: PageModel;
  sources: Sources;
  changes: TypeChanges;
} {
  const { model } = useSession();
  const { files: texts, base } = files;
  // Both wait together: files of this moment beside those of the moment before would differ in everything.
  const compared = useDeferredValue(useMemo(() => ({ texts, base }), [texts, base]));
  return useMemo(() => {
    const sources = readSources(compared.texts);
    const shown = draftModel(model, readSources(compared.base), sources);
    return {
      ...shown,
      sources,
      model: { ...shown.model, interfaces: draftInterfaces(shown.model, sources) },
    };
  }, [model, compared]);
}

const planAfterMilliseconds = 500;

/** What the server says of the files, a moment after the last change. */
export function usePlan({ files, state, isChanged, canEdit, diskBasis }: ModelFiles) {
  return useQuery<PlanModelQuery, ApiError, Plan>({
    queryKey: [...operationKey(PlanModelDocument, { files }), diskBasis],
    queryFn: async ({ signal }) => {
      await new Promise((done) => setTimeout(done, planAfterMilliseconds));
      signal.throwIfAborted();
      return send(PlanModelDocument, { files }, { signal });
    },
    select: (answer) => answer.planModel,
    enabled: canEdit && state === "ready",
    // What is on disk is applied by the server itself, if nothing is lost by it.
    refetchInterval: (query) =>
      !isChanged && (query.state.data?.planModel.steps.length ?? 0) > 0 ? lookAfterMilliseconds : false,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  });
}
