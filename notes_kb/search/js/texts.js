/** What search itself says. */
import { LOCALES } from "./locales.js";

/** The texts of a language, of its base language, else English. @param {string} language */
export const texts = (language) =>
  (LOCALES[language] ?? LOCALES[language.split("-")[0]] ?? LOCALES.en).texts;
