/**
 * What a text is compared by. Twin of `notes_kb/text/normalize.py`;
 * `tests/parity/analysis.json` pins both.
 */

import { Reader, character } from "./wire.js";

const INVISIBLE = /[\u00ad\u200b\u200c\u200d\u2060\ufeff]/g;

/** Text whose small letters need no normalization: it costs milliseconds where it comes first. */
const PLAIN = /^[\x00-\x7f\u3400-\u4dbf\u4e00-\u9fff]*$/;

/** @typedef {Map<string, string>} FoldTable Traditional to Simplified, as far as the site needs. */

/**
 * @param {Uint8Array} data how many, their distances, and those of what they become
 * @returns {FoldTable}
 */
export function foldTable(data) {
  const reader = new Reader(data);
  const from = Array.from({ length: reader.count() }, () => 0);
  let code = 0;
  for (let i = 0; i < from.length; i++) from[i] = code += reader.varint();
  code = 0;
  return new Map(
    from.map((traditional) => {
      const step = reader.varint();
      code += step & 1 ? -(step >> 1) : step >> 1;
      return [character(traditional), character(code)];
    }),
  );
}

/**
 * Fold a text: NFKC, lower case, Simplified characters, nothing invisible.
 * @param {string} text
 * @param {FoldTable} table
 * @returns {string}
 */
export function fold(text, table) {
  const folded = PLAIN.test(text)
    ? text.toLowerCase()
    : text.normalize("NFKC").toLowerCase().normalize("NFKC").replace(INVISIBLE, "");
  let out = "";
  for (const character of folded) out += table.get(character) ?? character;
  return out;
}

/**
 * Take combining accents off a word: `café` and `cafe` are one term.
 * @param {string} word
 * @returns {string}
 */
export function stripDiacritics(word) {
  return word.normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC");
}
