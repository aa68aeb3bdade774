/** A query, read: folded, cut at white space, within bounds. */
import { LOCALES } from "./locales.js";
import { fold } from "./normalize.js";
import { atoms, identifierParts } from "./tokenize.js";

/** Characters of a query that count. */
const LONGEST = 300;
/** Words of a query that count. */
const MOST_WORDS = 16;
/** Characters and words of one phrase that count. */
const MOST_ATOMS = 60;

/** @typedef {import("./tokenize.js").Atom} Atom */

/**
 * @typedef {object} Query
 * @property {string} text folded
 * @property {import("./tokenize.js").Atom[]} atoms all, white space notwithstanding
 * @property {import("./tokenize.js").Atom[][]} words what stands between white space
 * @property {boolean} typing whether the last word may go on
 * @property {Map<string, string[]>} parts the words of camelCase identifiers
 * @property {string} only the language that `lang:` asks for, or nothing
 */

/**
 * @param {string} input
 * @param {import("./normalize.js").FoldTable} table
 * @returns {Query}
 */
export function readQuery(input, table) {
  let only = "";
  const kept = input.slice(0, LONGEST).replace(/(^|\s)lang:([A-Za-z-]+)(?=\s|$)/, (_, space, code) => {
    only = code;
    return space;
  });
  const text = fold(kept, table).replace(/\s+/g, " ");
  /** @type {Map<string, import("./tokenize.js").Atom[]>} */
  const words = new Map();
  for (const word of text.trim().split(" ")) {
    const cut = atoms(word).slice(0, MOST_ATOMS);
    if (cut.length && words.size < MOST_WORDS) words.set(bare(cut), cut);
  }
  const all = atoms(text).slice(0, MOST_ATOMS);
  markLight(all, [...words.values()]);
  return {
    text: text.trim(),
    atoms: all,
    words: [...words.values()],
    parts: identifierParts(kept),
    typing: !/\s$/.test(text) && /[\p{L}\p{N}_]$/u.test(text),
    only,
  };
}

/** Words that every text of their language holds. */
const FILLING = new Set(Object.values(LOCALES).flatMap(({ asking, filling }) => [...asking, ...filling]));
/** Other words with which a query says enough. */
const ENOUGH = 3;

/**
 * Mark the words of a longer query that need not be looked up, because every text holds them.
 * @param {Atom[]} list
 * @param {Atom[][]} words
 */
function markLight(list, words) {
  if (list.some(({ cjk }) => cjk)) return;
  const light = list.slice(0, -1).filter(({ text }) => FILLING.has(text));
  if (list.length - light.length < ENOUGH) return;
  for (const atom of light) atom.light = true;
  for (const [atom, ...more] of words.slice(0, -1)) atom.light = !more.length && FILLING.has(atom.text);
}

/** Words of questions inside of runs of characters, the longer of two that begin alike first. */
const INSIDE = Object.values(LOCALES).flatMap(({ inside }) => inside);

/**
 * Atoms without the words that a question is made with; all where nothing else is left.
 * @param {Atom[]} list
 */
export function withoutQuestion(list) {
  /** @type {Atom[]} */
  const kept = [];
  for (let i = 0; i < list.length; ) {
    const asked = INSIDE.find((word) => standsAt(list, i, [...word]));
    if (asked) i += [...asked].length;
    else kept.push(list[i++]);
  }
  return kept.length ? kept : list;
}

/** @param {Atom[]} list @param {number} i @param {string[]} characters */
const standsAt = (list, i, characters) =>
  characters.every((text, k) => list[i + k]?.text === text && list[i + k].place === list[i].place + k);

/**
 * Atoms without anything between them: the key of a form.
 * @param {import("./tokenize.js").Atom[]} list
 */
export const bare = (list) => list.map((atom) => atom.text).join("");
