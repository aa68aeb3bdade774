/** A query, read: folded, cut at white space, within bounds. */
import { fold } from "./normalize.js";
import { atoms, identifierParts } from "./tokenize.js";

/** Characters of a query that count. */
const LONGEST = 300;
/** Words of a query that count. */
const MOST_WORDS = 16;
/** Characters and words of one phrase that count. */
const MOST_ATOMS = 60;

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
  return {
    text: text.trim(),
    atoms: atoms(text).slice(0, MOST_ATOMS),
    words: [...words.values()],
    parts: identifierParts(kept),
    typing: !/\s$/.test(text) && /[\p{L}\p{N}_]$/u.test(text),
    only,
  };
}

/**
 * Atoms without anything between them: the key of a form.
 * @param {import("./tokenize.js").Atom[]} list
 */
export const bare = (list) => list.map((atom) => atom.text).join("");
