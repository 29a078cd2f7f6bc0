import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Texts } from "./en.ts";
import { languages, preferredLanguage, rememberLanguage } from "./languages.ts";

/** Loads the reader's language before the first page is drawn. */
export async function startTexts(): Promise<void> {
  const language = preferredLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: await loadTexts(language) } },
    // React escapes what it draws.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = language;
}

/** Draws every page in another language from now on. */
export async function changeLanguage(language: string): Promise<void> {
  if (!i18next.hasResourceBundle(language, "translation"))
    i18next.addResourceBundle(language, "translation", await loadTexts(language));
  rememberLanguage(language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

function loadTexts(language: string): Promise<Texts> {
  const found = languages[language];
  return found ? found.load() : Promise.reject(new Error(`there are no texts in ${language}`));
}
