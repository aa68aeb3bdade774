/**
 * Text to atoms and index terms. Twin of `notes_kb/text/tokenize.py`, which says why.
 */
import { stripDiacritics } from "./normalize.js";

const CJK =
  "\\u3005\\u3007\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc\\u3400-\\u4dbf\\u4e00-\\u9fff" +
  "\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{323af}";
const LATIN = /(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]+/g;
const HUMP = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})/;
const IS_CJK = new RegExp(`^[${CJK}]`, "u");
const IS_WORD = /^[\p{L}\p{N}]/u;
/** What takes no place between two words. */
const IS_JOINT = /^(?!\n)[\s_'’·‐‑-]/u;
/** What a character is in a text. */
const KINDS = { cjk: 1, word: 2, joint: 3, gap: 4 };
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

/** The kinds of characters that were met, 0 for others: asking once is what makes it fast. */
const kinds = new Uint8Array(0x10000);

/** @param {number} code */
function kindOf(code) {
  const known = kinds[code];
  if (known) return known;
  const character = String.fromCodePoint(code);
  let kind = KINDS.gap;
  if (IS_CJK.test(character)) kind = KINDS.cjk;
  else if (IS_WORD.test(character)) kind = KINDS.word;
  else if (IS_JOINT.test(character)) kind = KINDS.joint;
  if (code < kinds.length) kinds[code] = kind;
  return kind;
}

/** The end of the characters of one kind from a place on. @param {string} text @param {number} at @param {number} kind */
function endOf(text, at, kind) {
  while (at < text.length) {
    const code = /** @type {number} */ (text.codePointAt(at));
    if (kindOf(code) !== kind) break;
    at += code > 0xffff ? 2 : 1;
  }
  return at;
}

/** The end of `C++` or `C#`, whose letters end at a place. @param {string} text @param {number} at */
function endOfSign(text, at) {
  if (text[at] === "#") return at + 1;
  return text.startsWith("++", at) ? at + 2 : at;
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
  for (let start = 0, end = 0; start < folded.length; start = end) {
    const code = /** @type {number} */ (folded.codePointAt(start));
    const kind = kindOf(code);
    if (kind === KINDS.cjk) {
      end = start + (code > 0xffff ? 2 : 1);
      out.push({ text: folded.slice(start, end), cjk: true, place: place++, start, end });
      continue;
    }
    end = endOf(folded, start, kind);
    if (kind === KINDS.word) {
      end = endOfSign(folded, end);
      out.push({ text: term(folded.slice(start, end)), cjk: false, place: place++, start, end });
    } else if (kind === KINDS.gap) {
      place++;
      const last = out.at(-1);
      if (last) last.closed = true;
    }
  }
  return out;
}

/** A word as the index has it. @param {string} word */
function term(word) {
  const plain = word.length <= LONGEST && ASCII.test(word);
  return plain ? word : stripDiacritics([...word].slice(0, LONGEST).join(""));
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
