/** Which sections answer a query, how well, and why. */
import { findPhrase } from "./match.js";
import { findConcepts, neighbours } from "./names.js";
import { noHits } from "./postings.js";
import { bare } from "./query.js";
import { Scorer } from "./scorer.js";
import { concepts, spoken } from "./similar.js";
import { addSoft, dropQuestionWords } from "./soft.js";
import { completeWord, findDirect, needle } from "./words.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./scorer.js").Score} Score */
/** @typedef {import("./scorer.js").Sections} Sections */
/** @typedef {import("./words.js").Needle} Needle */

/** Atoms above which a phrase that had to be cut is weighed as a question. */
const QUESTION = 8;

/**
 * @typedef {object} Ranking
 * @property {Map<number, Score>} scores by section
 * @property {Needle[]} needles
 * @property {boolean} soft whether nothing holds all words
 */

/**
 * @param {Store} store
 * @param {Promise<Sections>} table
 * @param {import("./query.js").Query} query
 * @returns {Promise<Ranking>}
 */
export async function rank(store, table, query) {
  const several = query.words.length > 1;
  const spelling = /^[\x20-\x7e’]+$/.test(query.text) ? query.text.replace(/[^a-z0-9]/g, "") : "";
  const [sections, direct, whole, named, aloud, inside, finished] = await Promise.all([
    table,
    Promise.all(query.words.map((word, i) => findDirect(store, word, isOpen(query, i)))),
    several ? findPhrase(store, query.atoms, query.typing) : noHits(),
    concepts(store, bare(query.atoms)),
    spelling ? spoken(store, spelling) : [],
    findConcepts(store, neighbours(query)),
    several && query.typing ? findPhrase(store, query.words[query.words.length - 1], false) : noHits(),
  ]);
  const scorer = new Scorer(store, sections);
  if (finished.docs.length) scorer.keepFinished(direct, finished);
  const known = aloud.length > 0 || named.length > 0;
  const words = (
    await Promise.all(direct.map((word, i) => completeWord(store, word, query.words[i], known)))
  ).flat();
  const cut = words.filter((word) => word.cut).length;
  const question = cut > 1 && query.atoms.length > QUESTION;
  if (!question) scorer.addWords(dropQuestionWords(words, query));
  const pieces = words.filter((word) => word.cut).map((word) => word.needles[0].texts.join(""));
  for (const { concept, text } of [...inside, ...(await findConcepts(store, pieces))]) {
    scorer.addNamed(concept, text);
  }
  const phraseHits = several ? whole : direct[0]?.hits;
  if (phraseHits) scorer.addHeadings(phraseHits, query);
  for (const concept of named) scorer.addConcept(concept, query.text);
  for (const heading of aloud) scorer.addSpoken(heading, query.text);
  const needles = words.flatMap((word) => word.needles);
  if (several) needles.push({ texts: query.atoms.map((atom) => atom.text), open: query.typing });
  for (const concept of named) needles.push(...concept.forms.map((form) => needle(store, form)));
  const soft = question || !scorer.scores.size;
  if (soft) needles.push(...(await addSoft(store, scorer, query)));
  return { scores: scorer.scores, needles, soft };
}

/** @param {import("./query.js").Query} query @param {number} i */
const isOpen = (query, i) => query.typing && i === query.words.length - 1;
