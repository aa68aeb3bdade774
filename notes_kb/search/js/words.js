/** The words of a query, and where they or what is like them stand. */
import { MOST as MOST_CUT, cutPhrase } from "./cut.js";
import { findForms, findPhrase, findWord } from "./match.js";
import { nameOf, spell } from "./names.js";
import { beside, noHits, union, without } from "./postings.js";
import { bare, withoutQuestion } from "./query.js";
import { concepts, corrections } from "./similar.js";
import { isInflected } from "./stem.js";
import { atoms } from "./tokenize.js";
import { WEIGHTS } from "./weights.js";

/** @typedef {import("./tokenize.js").Atom} Atom */
/** @typedef {import("./postings.js").Hits} Hits */
/** @typedef {import("./store.js").Store} Store */

/**
 * Where a word stands in one of its spellings, which is as rare as it is and as like the query.
 * @typedef {object} Spelling
 * @property {Hits} hits
 * @property {number} weight 1 for the word as it was typed
 * @property {boolean} [kin] whether it is another word of the same stem: `operator` for `operates`
 */

/**
 * A word of the query, or a piece of one, with where it stands.
 * @typedef {object} Word
 * @property {Hits} hits as it was typed
 * @property {Hits} begun where a word begins so, while it is being typed
 * @property {Spelling[]} others other forms of it, or what it was taken for
 * @property {Needle[]} needles
 * @property {string} why
 * @property {boolean} cut whether it is the engine that cut it out of a longer phrase
 * @property {Map<number, string>} also sections that mention a concept of that name, and why
 */

/**
 * What to mark: atoms side by side. `own` are those of the query, not what it was taken for.
 * @typedef {{texts: string[], open: boolean, own?: boolean}} Needle
 */

/** @param {Partial<Word> & {hits: Hits}} known @returns {Word} */
const word = (known) => ({
  begun: noHits(),
  others: [],
  needles: [],
  why: "",
  cut: false,
  also: new Map(),
  ...known,
});

/** @param {Word} word whether it stands anywhere, in whatever spelling */
export const stands = ({ hits, begun, others, also }) =>
  hits.docs.length + begun.docs.length + also.size > 0 ||
  others.some((spelling) => spelling.hits.docs.length > 0);

/** @param {Store} store @param {string} form @returns {Needle} */
export function needle(store, form) {
  let folded = "";
  for (const c of form.normalize("NFKC").toLowerCase()) folded += store.fold.get(c) ?? c;
  return { texts: atoms(folded).map((atom) => atom.text), open: false };
}

/**
 * @param {Store} store
 * @param {Atom[]} typed
 * @param {boolean} open
 * @returns {Promise<Word>}
 */
export async function findDirect(store, typed, open) {
  const [hits, begun, forms, named] = await Promise.all([
    findPhrase(store, typed, false),
    open && !typed[typed.length - 1].cjk ? findPhrase(store, typed, true) : noHits(),
    typed.length === 1 && !typed[0].cjk ? findForms(store, typed[0].text) : [],
    concepts(store, bare(typed)),
  ]);
  const also = new Map();
  // Initials stand for many things: in a longer query, for none of them.
  for (const concept of named.filter(({ by }) => by < 2)) {
    const why = nameOf(spell(typed), concept);
    for (const { doc } of concept.mentions) also.set(doc, why);
    for (const doc of concept.own) also.set(doc, why);
  }
  /** @type {Needle[]} */
  const needles = [{ texts: typed.map((atom) => atom.text), open, own: true }];
  for (const concept of named) needles.push(...concept.forms.map((form) => needle(store, form)));
  const { partial, likely } = begun;
  return word({
    hits,
    begun: { ...without(begun, hits), partial, likely },
    others: spellings(forms.filter((form) => form.word !== typed[0].text), typed[0].text),
    needles: [...needles, ...forms.map((form) => ({ texts: [form.word], open: false }))],
    also,
  });
}

/** @param {{word: string, hits: Hits}[]} forms @param {string} text @returns {Spelling[]} */
const spellings = (forms, text) =>
  forms.map(({ word, hits }) => ({
    hits,
    weight: WEIGHTS.form * shared(word, text),
    kin: !isInflected(word, text),
  }));

/**
 * A word that stands nowhere: words one edit away, or its pieces.
 * @param {Store} store
 * @param {Word} found
 * @param {Atom[]} typed
 * @param {import("./query.js").Query} query
 * @returns {Promise<Word[]>}
 */
export async function completeWord(store, found, typed, query) {
  if (stands(found)) return [found];
  if (typed.length === 1 && !typed[0].cjk) return [await findSimilar(store, typed[0].text, query.parts)];
  if (typed.length > MOST_CUT || typed.length < 2) return [found];
  const pieces = await cutPhrase(store, withoutQuestion(typed));
  const kept = new Set(pieces.flatMap((piece) => piece.atoms));
  const lost = typed.filter((atom) => !atom.cjk && !kept.has(atom));
  const similar = await Promise.all(lost.map((atom) => findSimilar(store, atom.text)));
  const parts = pieces.map((piece) =>
    word({
      hits: piece.hits,
      needles: [{ texts: piece.atoms.map((atom) => atom.text), open: false }],
      cut: true,
    }),
  );
  return parts.length || similar.length ? [...parts, ...similar] : [found];
}

/**
 * What a word of letters that stands nowhere was meant for.
 * @param {Store} store
 * @param {string} text
 * @param {Map<string, string[]>} [parts] the words of identifiers
 * @returns {Promise<Word>}
 */
export async function findSimilar(store, text, parts) {
  const split = parts?.get(text) ?? text.match(/[a-z]+|\d+/g) ?? [];
  if (split.length > 1 && split.length < 5) {
    // The words of an identifier share one place, those of R1 or GPT4 follow one another.
    const apart = parts?.has(text)
      ? beside(await Promise.all(split.map((one) => findWord(store, one))), split.length)
      : await findPhrase(store, atoms(split.join("-")), false);
    const needles = parts?.has(text)
      ? split.map((one) => ({ texts: [one], open: false }))
      : [{ texts: split, open: false }];
    if (apart.docs.length) return word({ hits: noHits(), others: [{ hits: apart, weight: 1 }], needles });
  }
  const [forms, words] = await Promise.all([findForms(store, text), corrections(store, text)]);
  const corrected = await Promise.all(words.map((one) => findWord(store, one)));
  const lists = [
    ...forms.map(({ word, hits }) => ({ word, hits, weight: shared(word, text), kin: !isInflected(word, text) })),
    ...words.map((word, i) => ({ word, hits: corrected[i], weight: 1 - 1 / text.length })),
  ].sort((a, b) => b.weight - a.weight);
  return word({
    hits: noHits(),
    others: lists,
    needles: lists.map(({ word }) => ({ texts: [word], open: false })),
    why: lists.length ? `${text} → ${lists.slice(0, 3).map(({ word }) => word).join(", ")}` : "",
  });
}

/** All places of a word, in whatever spelling. @param {Word} word */
export const everywhere = ({ hits, begun, others }) =>
  union([hits, begun, ...others.map((spelling) => spelling.hits)]);

/** The share of letters that two words begin with alike. @param {string} a @param {string} b */
function shared(a, b) {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return same / Math.max(a.length, b.length);
}
