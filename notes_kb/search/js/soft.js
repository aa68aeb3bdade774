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
  const { pageOf } = scorer.sections;
  const lists = words.map((word) => everywhere(word));
  /** @type {Map<number, {weight: number, count: number}>} */
  const held = new Map();
  let total = 0;
  for (const { docs } of lists) {
    const idf = scorer.idf(docs.length);
    total += idf;
    for (const page of new Set(docs.map(pageOf))) {
      const { weight, count } = held.get(page) ?? { weight: 0, count: 0 };
      held.set(page, { weight: weight + idf, count: count + 1 });
    }
  }
  for (const doc of scorer.scores.keys()) held.delete(pageOf(doc));
  const { most } = WEIGHTS;
  addCovered(scorer, lists, (doc) => {
    const page = held.get(pageOf(doc));
    return !!page && (question || page.weight > most * total || page.count > most * words.length);
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
  /** @type {Map<number, {value: number, held: number}>} */
  const found = new Map();
  /** @type {Map<number, number>} */
  const pages = new Map();
  const weights = { titled: WEIGHTS.softTitled, knee: WEIGHTS.softKnee };
  let total = 0;
  for (const hits of lists) {
    const idf = scorer.idf(hits.docs.length);
    total += idf;
    for (const [page, titled] of scorer.titlesWith(hits)) {
      pages.set(page, (pages.get(page) ?? 0) + idf * (titled ? 1 + WEIGHTS.softTitle : 1));
    }
    hits.docs.forEach((doc, i) => {
      if (!wanted(doc)) return;
      const entry = found.get(doc) ?? { value: 0, held: 0 };
      entry.value += idf * scorer.weigh(hits, i, weights);
      entry.held += idf;
      found.set(doc, entry);
    });
  }
  for (const [doc, { value, held }] of found) {
    const page = pages.get(scorer.sections.pageOf(doc)) ?? 0;
    const share = (WEIGHTS.softShare * held + WEIGHTS.softPage * page) / total;
    scorer.add(doc, value * (WEIGHTS.softFixed + share), BANDS.some);
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
