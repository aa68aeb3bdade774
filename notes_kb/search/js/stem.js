/** The stem of a word, cut roughly. Twin of `notes_kb/text/stem.py`. */
import { LOCALES } from "./locales.js";

/** Words of Latin letters are cut by the rules of English, in whatever language they stand. */
const { stemmer } = LOCALES.en;

/**
 * @param {string} word folded
 * @returns {string}
 */
export const stem = (word) => cut(word, stemmer?.endings ?? []);

/**
 * Whether two words are forms of one: `operates` and `operated`, but not `operator`.
 * @param {string} a
 * @param {string} b
 */
export function isInflected(a, b) {
  const endings = stemmer?.inflections ?? [];
  return cut(a, endings) === cut(b, endings);
}

/** @param {string} word @param {string[][]} endings */
function cut(word, endings) {
  if (!stemmer || !/^[a-z]+$/.test(word)) return word;
  for (const [ending, replacement] of endings) {
    const length = word.length - ending.length;
    if (!word.endsWith(ending) || length + replacement.length < stemmer.shortest) continue;
    word = word.slice(0, length) + replacement;
    break;
  }
  const twice = word.length > stemmer.shortest && word.at(-1) === word.at(-2);
  return twice ? word.slice(0, -1) : word;
}

/**
 * The key of a word in the index: its stem first, so that its forms stand side by side.
 * @param {string} word
 */
export function wordKey(word) {
  const root = stem(word);
  return word.startsWith(root) ? `${root}\t${word.slice(root.length)}` : `${root}\t\x01${word}`;
}

/**
 * The word that a key stands for.
 * @param {string} key
 */
export function keyWord(key) {
  const [root, rest] = key.split("\t");
  return rest.startsWith("\x01") ? rest.slice(1) : root + rest;
}
