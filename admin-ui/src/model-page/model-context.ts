import { createContext, useContext } from "react";
import type { TypeChanges } from "./draft/draft-model.ts";
import type { ModelFiles } from "./draft/use-model-files.ts";
import { placeOf } from "./sdl/edits.ts";
import { lineNumber } from "./sdl/lines.ts";
import { declaredField, enumDefinitions, type Sources } from "./sdl/sources.ts";
import type { PageModel } from "./types/type-index.ts";

/** What every view of the page shows: the model with the changes that are not applied yet, and its files. */
export type ModelContext = {
  model: PageModel;
  sources: Sources;
  changes: TypeChanges;
  files: ModelFiles;
};

const Context = createContext<ModelContext | null>(null);

export const ModelProvider = Context.Provider;

export function useModelPage(): ModelContext {
  const context = useContext(Context);
  if (!context) throw new Error("there is no model page around this");
  return context;
}

/** Where a type, its field or its value stands in the files. */
export function sdlPlace(sources: Sources, typeName: string, element?: string) {
  if (element === undefined) {
    const definition = sources.types.get(typeName)?.[0];
    return definition && place(definition.file, placeOf(definition.node.name).start);
  }
  const field = declaredField(sources, typeName, element);
  if (field) return place(field.file, placeOf(field.field.name).start);
  for (const { file, node } of enumDefinitions(sources, typeName)) {
    const value = node.values?.find((value) => value.name.value === element);
    if (value) return place(file, placeOf(value).start);
  }
  return undefined;
}

function place(file: { path: string; text: string }, offset: number) {
  return { file: file.path, line: lineNumber(file.text, offset) };
}
