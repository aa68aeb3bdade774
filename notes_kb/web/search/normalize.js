/**
 * What a text is compared by. Twin of `notes_kb/text/normalize.py`;
 * `tests/parity/analysis.json` pins both.
 */

const INVISIBLE = /[\u00ad\u200b\u200c\u200d\u2060\ufeff]/g;

/** @typedef {Map<string, string>} FoldTable Traditional to Simplified, as far as the site needs. */

/**
 * @param {[string, string]} pair the characters, and what each is folded to
 * @returns {FoldTable}
 */
export function foldTable([from, to]) {
  const target = [...to];
  return new Map([...from].map((character, i) => [character, target[i]]));
}

/**
 * Fold a text: NFKC, lower case, Simplified characters, nothing invisible.
 * @param {string} text
 * @param {FoldTable} table
 * @returns {string}
 */
export function fold(text, table) {
  const folded = text.normalize("NFKC").toLowerCase().normalize("NFKC").replace(INVISIBLE, "");
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
