/**
 * Text to atoms and index terms. Twin of `notes_kb/text/tokenize.py`, which says why.
 */
import { stripDiacritics } from "./normalize.js";

const CJK =
  "\\u3005\\u3007\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc\\u3400-\\u4dbf\\u4e00-\\u9fff" +
  "\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{323af}";
const ATOM = new RegExp(
  `([${CJK}])|((?:(?![${CJK}])[\\p{L}\\p{N}])+(?:\\+\\+|#)?)|(?:(?!\\n)[\\s_'’·‐‑-])+` +
    "|((?:\\n|[^\\p{L}\\p{N}_\\s'’·‐‑-])+)|[^]",
  "gu",
);
const LATIN = /(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]+/g;
const HUMP = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})/;
const IS_CJK = new RegExp(`^[${CJK}]`, "u");
const ASCII = /^[\x00-\x7f]*$/;
const LONGEST = 64;

/**
 * The smallest thing that takes a place: one Han, kana or Hangul character, or one word.
 * @typedef {object} Atom
 * @property {string} text
 * @property {boolean} cjk
 * @property {number} place
 * @property {number} start offset in the folded text
 * @property {number} end
 * @property {boolean} [closed] whether punctuation follows
 * @property {boolean} [light] whether the query says enough without it
 */

/** @param {string} text */
export const isCjk = (text) => IS_CJK.test(text);

/**
 * The camelCase identifiers of a text, in small letters, with their words.
 * @param {string} text as it is written
 * @returns {Map<string, string[]>}
 */
export function identifierParts(text) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const word of text.match(LATIN) ?? []) {
    const small = word.toLowerCase();
    if (word === small || word === word.toUpperCase() || word.length > LONGEST) continue;
    const parts = word.split(HUMP).map((part) => part.toLowerCase());
    if (parts.length > 1 && parts.every((part) => part.length > 1) && !found.has(small)) {
      found.set(small, parts);
    }
  }
  return found;
}

/**
 * Cut a folded text. White space, hyphens and underscores take no place, other punctuation takes one.
 * @param {string} folded
 * @returns {Atom[]}
 */
export function atoms(folded) {
  /** @type {Atom[]} */
  const out = [];
  let place = 0;
  for (const match of folded.matchAll(ATOM)) {
    const [text, cjk, word, gap] = match;
    const start = match.index;
    if (cjk) out.push({ text, cjk: true, place: place++, start, end: start + text.length });
    else if (word) {
      const plain = word.length <= LONGEST && ASCII.test(word);
      const term = plain ? word : stripDiacritics([...word].slice(0, LONGEST).join(""));
      out.push({ text: term, cjk: false, place: place++, start, end: start + text.length });
    } else if (gap) {
      place++;
      const last = out.at(-1);
      if (last) last.closed = true;
    }
  }
  return out;
}

/**
 * The term that two neighbouring characters make.
 * @param {Atom} first
 * @param {Atom} second
 */
export const pair = (first, second) => first.text + second.text;

/**
 * Cut atoms into what stands in the index, with positions: pairs, words, and a
 * character alone where it is a whole run or touches a word.
 * @param {Atom[]} list
 * @returns {[string, number][]}
 */
export function terms(list) {
  /** @type {[string, number][]} */
  const out = [];
  list.forEach((atom, i) => {
    if (!atom.cjk) return void out.push([atom.text, atom.place]);
    const before = beside(list[i - 1], atom.place - 1);
    const after = beside(list[i + 1], atom.place + 1);
    if ((!before && !after) || before?.cjk === false) out.push([atom.text, atom.place]);
    if (after?.cjk) out.push([pair(atom, after), atom.place]);
    else if (after && before?.cjk) out.push([atom.text, atom.place]);
    else if (after && !before) out.push([atom.text, atom.place]);
  });
  return out;
}

/** @param {Atom | undefined} atom @param {number} place */
const beside = (atom, place) => (atom?.place === place ? atom : undefined);
