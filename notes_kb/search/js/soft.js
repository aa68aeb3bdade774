/** What holds a part of the query: for questions, and below the few pages that hold all. */
import { LOCALES } from "./locales.js";
import { findTerm, findWord } from "./match.js";
import { withoutQuestion } from "./query.js";
import { BANDS } from "./scorer.js";
import { wordKey } from "./stem.js";
import { atoms, terms } from "./tokenize.js";
import { WEIGHTS } from "./weights.js";
import { everywhere, findSimilar } from "./words.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./postings.js").Hits} Hits */
/** @typedef {import("./words.js").Needle} Needle */
/** @typedef {import("./words.js").Word} Word */
/** @typedef {import("./scorer.js").Scorer} Scorer */

/** Files that are fetched for the terms of a question, the first ones; a pasted page has more. */
const MOST_FILES = 24;

/** The language in which a query begins as a question. @param {import("./query.js").Query} query */
export function askedIn(query) {
  const first = query.words[0]?.[0]?.text ?? "";
  return Object.values(LOCALES).find(({ asking }) => asking.includes(first));
}

/**
 * Leave out of a question the words that every text of its language holds.
 * @param {Word[]} words
 * @param {import("./query.js").Query} query
 */
export function dropQuestionWords(words, query) {
  const locale = askedIn(query);
  if (!locale) return words;
  const said = words.filter(({ needles }) => {
    const word = needles[0]?.texts.join(" ") ?? "";
    return !locale.asking.includes(word) && !locale.filling.includes(word);
  });
  return said.length ? said : words;
}

/**
 * Pages that hold most of the words, by number or by weight, or of a question any of them: weigh
 * what each section holds, where its page does not hold them all.
 * @param {Scorer} scorer
 * @param {Word[]} words
 * @param {boolean} question
 */
export function addMost(scorer, words, question) {
  const { pageOf, bases } = scorer.sections;
  const lists = words.map((word) => everywhere(word));
  // Arrays over all pages, since each word may stand on most of them.
  const weights = new Float64Array(bases.length);
  const counts = new Uint8Array(bases.length);
  let total = 0;
  for (const hits of lists) {
    const idf = scorer.idf(hits.docs.length);
    total += idf;
    scorer.eachPage(hits, (page) => {
      weights[page] += idf;
      counts[page]++;
    });
  }
  for (const doc of scorer.scores.sections) counts[pageOf(doc)] = 0;
  const { most } = WEIGHTS;
  addCovered(scorer, lists, (doc) => {
    const page = pageOf(doc);
    const count = counts[page];
    return count > 0 && (question || weights[page] > most * total || count > most * words.length);
  });
}

/**
 * Nothing holds all words: weigh what each section holds of the query's terms.
 * @param {Store} store
 * @param {Scorer} scorer
 * @param {import("./query.js").Query} query
 * @returns {Promise<Needle[]>}
 */
export async function addSoft(store, scorer, query) {
  const keys = [...new Set(terms(withoutQuestion(query.atoms)).map(([term]) => term))];
  const found = await affordable(store, keys);
  const lists = await Promise.all(found.map((key) => findAny(store, key)));
  addCovered(scorer, lists, () => true);
  return keys.map((key) => ({ texts: atoms(key).map((atom) => atom.text), open: false }));
}

/**
 * @param {Scorer} scorer
 * @param {Hits[]} lists where each term of the query stands
 * @param {(doc: number) => boolean} wanted
 */
function addCovered(scorer, lists, wanted) {
  const { bases, pageOf } = scorer.sections;
  const last = bases.length - 1;
  const values = new Float64Array(bases[last]);
  const held = new Float64Array(bases[last]);
  const pages = new Float64Array(last);
  /** @type {number[]} */
  const found = [];
  const weights = { titled: WEIGHTS.softTitled, knee: WEIGHTS.softKnee };
  let total = 0;
  for (const hits of lists) {
    const idf = scorer.idf(hits.docs.length);
    total += idf;
    scorer.eachPage(hits, (page, titled) => {
      pages[page] += idf * (titled ? 1 + WEIGHTS.softTitle : 1);
    });
    hits.docs.forEach((doc, i) => {
      if (!wanted(doc)) return;
      if (!held[doc]) found.push(doc);
      values[doc] += idf * scorer.weigh(hits, i, weights);
      held[doc] += idf;
    });
  }
  for (const doc of found) {
    const page = pages[pageOf(doc)];
    const share = (WEIGHTS.softShare * held[doc] + WEIGHTS.softPage * page) / total;
    scorer.add(doc, values[doc] * (WEIGHTS.softFixed + share), BANDS.some);
  }
}

/**
 * Those of some terms that stand in the first so many files.
 * @param {Store} store
 * @param {string[]} keys
 */
async function affordable(store, keys) {
  const placed = keys.map((key) => (atoms(key)[0]?.cjk ? { kind: "h", at: key } : { kind: "w", at: wordKey(key) }));
  await Promise.all(placed.map(({ kind, at }) => store.prepare(kind, [at])));
  /** @type {Set<string>} */
  const files = new Set();
  return keys.filter((_, i) => {
    const { kind, at } = placed[i];
    const file = `${kind}${store.place(kind, at)}`;
    if (files.size < MOST_FILES) files.add(file);
    return files.has(file);
  });
}

/** @param {Store} store @param {string} key */
async function findAny(store, key) {
  if (atoms(key)[0]?.cjk) return findTerm(store, "h", key);
  const hits = await findWord(store, key);
  return hits.docs.length ? hits : everywhere(await findSimilar(store, key));
}
