/** The words of a query, and where they or what is like them stand. */
import { MOST as MOST_CUT, cutPhrase } from "./cut.js";
import { findForms, findPhrase, findWord } from "./match.js";
import { nameOf, spell } from "./names.js";
import { noHits, union } from "./postings.js";
import { bare } from "./query.js";
import { concepts, corrections } from "./similar.js";
import { atoms } from "./tokenize.js";

/** @typedef {import("./tokenize.js").Atom} Atom */
/** @typedef {import("./postings.js").Hits} Hits */
/** @typedef {import("./store.js").Store} Store */

/**
 * A word of the query, or a piece of one, with where it stands.
 * @typedef {object} Word
 * @property {Hits} hits
 * @property {{hits: Hits, weight: number}[]} [lists] the same by spelling, where it has several:
 *   each is as rare as it is, and as like the query
 * @property {number} weight
 * @property {Needle[]} needles
 * @property {string} why
 * @property {boolean} cut whether it is the engine that cut it out of a longer phrase
 * @property {Map<number, string>} also sections that mention a concept of that name, and why
 */

/**
 * What to mark: atoms side by side. `own` are those of the query, not what it was taken for.
 * @typedef {{texts: string[], open: boolean, own?: boolean}} Needle
 */

/** @param {Store} store @param {string} form @returns {Needle} */
export function needle(store, form) {
  let folded = "";
  for (const c of form.normalize("NFKC").toLowerCase()) folded += store.fold.get(c) ?? c;
  return { texts: atoms(folded).map((atom) => atom.text), open: false };
}

/**
 * @param {Store} store
 * @param {Atom[]} word
 * @param {boolean} open
 * @returns {Promise<Word>}
 */
export async function findDirect(store, word, open) {
  const [hits, named] = await Promise.all([
    findPhrase(store, word, open),
    concepts(store, bare(word)),
  ]);
  const also = new Map();
  for (const concept of named) {
    const why = nameOf(spell(word), concept);
    for (const { doc } of concept.mentions) also.set(doc, why);
    for (const doc of concept.own) also.set(doc, why);
  }
  /** @type {Needle[]} */
  const needles = [{ texts: word.map((atom) => atom.text), open, own: true }];
  for (const concept of named) needles.push(...concept.forms.map((form) => needle(store, form)));
  return { hits, weight: 1, needles, why: "", cut: false, also };
}

/**
 * A word that stands nowhere: its other forms, words one edit away, or its pieces.
 * @param {Store} store
 * @param {Word} found
 * @param {Atom[]} word
 * @param {boolean} known whether the query as a whole is known as a name or as pinyin
 * @returns {Promise<Word[]>}
 */
export async function completeWord(store, found, word, known) {
  if (found.hits.docs.length || found.also.size || known) return [found];
  if (word.length === 1 && !word[0].cjk) return [await findSimilar(store, word[0].text)];
  if (word.length > MOST_CUT || word.length < 2) return [found];
  const pieces = await cutPhrase(store, word);
  const kept = new Set(pieces.flatMap((piece) => piece.atoms));
  const lost = word.filter((atom) => !atom.cjk && !kept.has(atom));
  const similar = await Promise.all(lost.map((atom) => findSimilar(store, atom.text)));
  const parts = pieces.map((piece) => ({
    hits: piece.hits,
    weight: 1,
    needles: [{ texts: piece.atoms.map((atom) => atom.text), open: false }],
    why: "",
    cut: true,
    also: new Map(),
  }));
  return parts.length || similar.length ? [...parts, ...similar] : [found];
}

/** @param {Store} store @param {string} text @returns {Promise<Word>} */
export async function findSimilar(store, text) {
  const none = { weight: 1, cut: false, also: new Map() };
  const split = text.match(/[a-z]+|\d+/g) ?? [];
  if (split.length > 1 && split.length < 5) {
    const apart = atoms(split.join("-"));
    const hits = await findPhrase(store, apart, false);
    if (hits.docs.length) return { ...none, hits, needles: [{ texts: split, open: false }], why: "" };
  }
  const [forms, words] = await Promise.all([findForms(store, text), corrections(store, text)]);
  const corrected = await Promise.all(words.map((word) => findWord(store, word)));
  const lists = [
    ...forms.map(({ word, hits }) => ({ word, hits, weight: shared(word, text) })),
    ...words.map((word, i) => ({ word, hits: corrected[i], weight: 1 - 1 / text.length })),
  ].sort((a, b) => b.weight - a.weight);
  return {
    ...none,
    hits: union([noHits(), ...lists.map(({ hits }) => hits)]),
    lists,
    needles: lists.map(({ word }) => ({ texts: [word], open: false })),
    why: lists.length ? `${text} → ${lists.slice(0, 3).map(({ word }) => word).join(", ")}` : "",
  };
}

/** The share of letters that two words begin with alike. @param {string} a @param {string} b */
function shared(a, b) {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return same / Math.max(a.length, b.length);
}
