import type { Texts } from "./en.ts";

/** The languages of the pages. A new one is a file beside this one and a line here; each is loaded when chosen. */
export const languages: Record<string, { name: string; load: () => Promise<Texts> }> = {
  en: { name: "English", load: () => import("./en.ts").then((file) => file.en) },
  de: { name: "Deutsch", load: () => import("./de.ts").then((file) => file.de) },
};

const storageKey = "headwater.language";

/** What was chosen, or else the first language of the browser's that there is. */
export function preferredLanguage(): string {
  const chosen = readChosen();
  const wanted = [...(chosen ? [chosen] : []), ...navigator.languages].map((tag) => tag.split("-")[0] ?? tag);
  return wanted.find((tag) => Object.hasOwn(languages, tag)) ?? "en";
}

export function rememberLanguage(language: string): void {
  localStorage.setItem(storageKey, language);
}

function readChosen(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
