import { useTranslation } from "react-i18next";

/** The page's language as the reader's country writes it: `en-GB` rather than `en`, if that is what they read. */
export function readerLocale(language: string, preferred: readonly string[] = navigator.languages): string {
  return preferred.find((tag) => tag.split("-")[0] === language) ?? language;
}

export function useReaderLocale(): string {
  const { i18n } = useTranslation();
  return readerLocale(i18n.language);
}
