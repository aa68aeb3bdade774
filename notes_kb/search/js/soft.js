/** Questions: nothing holds all words, so each section is weighed by what it holds. */
import { LOCALES } from "./locales.js";
import { findTerm, findWord } from "./match.js";
import { BODY } from "./postings.js";
import { SOME } from "./scorer.js";
import { atoms, terms } from "./tokenize.js";
import { WEIGHTS } from "./weights.js";
import { findSimilar } from "./words.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./words.js").Needle} Needle */
/** @typedef {import("./words.js").Word} Word */
/** @typedef {import("./scorer.js").Scorer} Scorer */

/**
 * Leave out of a question the words that every text of its language holds.
 * @param {Word[]} words
 * @param {import("./query.js").Query} query
 */
export function dropQuestionWords(words, query) {
  const first = query.words[0]?.[0]?.text ?? "";
  const locale = Object.values(LOCALES).find(({ asking }) => asking.includes(first));
  if (!locale) return words;
  const said = words.filter(({ needles }) => {
    const word = needles[0]?.texts.join(" ") ?? "";
    return !locale.asking.includes(word) && !locale.filling.includes(word);
  });
  return said.length ? said : words;
}

/**
 * Nothing holds all words: weigh what each section holds of the query's terms.
 * @param {Store} store
 * @param {Scorer} scorer
 * @param {import("./query.js").Query} query
 * @returns {Promise<Needle[]>}
 */
export async function addSoft(store, scorer, query) {
  const keys = [...new Set(terms(query.atoms).map(([term]) => term))];
  const lists = await Promise.all(keys.map((key) => findAny(store, key)));
  /** @type {Map<number, {value: number, count: number}>} */
  const found = new Map();
  for (const hits of lists) {
    const idf = scorer.idf(hits.docs.length);
    hits.docs.forEach((doc, i) => {
      const entry = found.get(doc) ?? { value: 0, count: 0 };
      const titled = hits.places[hits.at[i]] < BODY;
      entry.value += idf * scorer.saturate(doc, hits.at[i + 1] - hits.at[i], WEIGHTS.softKnee);
      entry.value += titled ? WEIGHTS.softTitled * idf : 0;
      entry.count++;
      found.set(doc, entry);
    });
  }
  for (const [doc, { value, count }] of found) {
    const share = (WEIGHTS.softShare * count) / keys.length;
    scorer.add(doc, value * (WEIGHTS.softFixed + share), SOME);
  }
  return keys.map((key) => ({ texts: atoms(key).map((atom) => atom.text), open: false }));
}

/** @param {Store} store @param {string} key */
async function findAny(store, key) {
  if (atoms(key)[0]?.cjk) return findTerm(store, "h", key);
  const hits = await findWord(store, key);
  return hits.docs.length ? hits : (await findSimilar(store, key)).hits;
}
