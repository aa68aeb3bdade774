/** Which sections answer a query, how well, and why. */
import { findPhrase } from "./match.js";
import { findConcepts, neighbours } from "./names.js";
import { noHits, without } from "./postings.js";
import { bare } from "./query.js";
import { Scorer } from "./scorer.js";
import { concepts, heard, slips, spoken } from "./similar.js";
import { addMost, addSoft, askedIn, dropQuestionWords } from "./soft.js";
import { completeWord, findDirect, needle, stands } from "./words.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./query.js").Query} Query */
/** @typedef {import("./words.js").Word} Word */
/** @typedef {import("./scorer.js").Scores} Scores */
/** @typedef {import("./scorer.js").Sections} Sections */
/** @typedef {import("./words.js").Needle} Needle */

/** Atoms above which a phrase that had to be cut is weighed by all its terms. */
const QUESTION = 8;
/** Pages of a full answer: where fewer hold all of the query, those that hold some follow. */
const FULL = 10;

/**
 * @typedef {object} Ranking
 * @property {Scores} scores
 * @property {Needle[]} needles
 * @property {boolean} soft whether nothing holds all words
 */

/**
 * @param {Store} store
 * @param {Promise<Sections>} table
 * @param {Query} query
 * @returns {Promise<Ranking>}
 */
export async function rank(store, table, query) {
  const counted = query.words.filter((word) => !(word.length === 1 && word[0].light));
  const last = counted[counted.length - 1];
  const several = query.words.length > 1;
  const letters = /^[\x20-\x7e’]+$/.test(query.text) ? query.text.replace(/[^a-z0-9]/g, "") : "";
  const [sections, direct, whole, named, aloud, inside] = await Promise.all([
    table,
    Promise.all(counted.map((word) => findDirect(store, word, query.typing && word === last))),
    several ? findWhole(store, query) : { hits: noHits(), begun: noHits() },
    concepts(store, bare(query.atoms)),
    letters ? spoken(store, letters) : [],
    findConcepts(store, neighbours(query)),
  ]);
  const scorer = new Scorer(store, sections);
  if (several && query.typing) scorer.keepFinished(direct);
  const known = aloud.length > 0 || named.length > 0;
  const [words, meant] = known
    ? [direct, []]
    : await Promise.all([
        completeWords(store, direct, counted, query),
        direct.some(stands) ? [] : misspelt(store, query, letters),
      ]);
  const said = dropQuestionWords(words, query);
  const cut = words.filter((word) => word.cut);
  const long = cut.length > 1 && query.atoms.length > QUESTION;
  const question = cut.length > 0 || askedIn(query) !== undefined;
  // The pieces of a phrase that was cut are no words that must all be there.
  if (!cut.length) scorer.addWords(said);
  else if (said.length > 1 && !long) scorer.addNear(said);
  const pieces = cut.map((word) => word.needles[0].texts.join(""));
  for (const { concept, text } of [...inside, ...(await findConcepts(store, pieces))]) {
    scorer.addNamed(concept, text, question);
  }
  const phrase = several ? whole : direct[0];
  if (several) scorer.addPhrase(phrase.hits);
  scorer.addHeadings(phrase.hits, query, false);
  scorer.addHeadings(phrase.begun, query, true);
  const typed = phrase.hits.docs.length > 0 || named.some(({ by }) => by === 0);
  for (const concept of named) scorer.addConcept(concept, query.text, typed);
  for (const heading of aloud) scorer.addSpoken(heading, query.text, typed);
  for (const heading of meant) scorer.addSpoken(heading, query.text, false);
  const needles = words.flatMap((word) => word.needles);
  if (several) needles.push({ texts: query.atoms.map((atom) => atom.text), open: query.typing });
  for (const concept of named) needles.push(...concept.forms.map((form) => needle(store, form)));
  const answering = scorer.answering;
  if (!long && (said.length > 1 || cut.length) && answering < FULL) addMost(scorer, said, question || !answering);
  const soft = long || !answering;
  if (long || !scorer.scores.sections.length) needles.push(...(await addSoft(store, scorer, query)));
  return { scores: scorer.scores, needles, soft };
}

/**
 * Where the query of several words stands as one phrase.
 * @param {Store} store
 * @param {Query} query
 */
async function findWhole(store, { atoms, typing }) {
  const [hits, begun] = await Promise.all([
    findPhrase(store, atoms, false),
    typing && !atoms[atoms.length - 1].cjk ? findPhrase(store, atoms, true) : noHits(),
  ]);
  return { hits, begun: { ...without(begun, hits), likely: begun.likely } };
}

/**
 * @param {Store} store
 * @param {Word[]} direct
 * @param {import("./tokenize.js").Atom[][]} counted the words that they are
 * @param {Query} query
 */
async function completeWords(store, direct, counted, query) {
  const words = direct.map((word, i) => completeWord(store, word, counted[i], query));
  return (await Promise.all(words)).flat();
}

/**
 * Headings that sound like a query that stands nowhere, or nearly so.
 * @param {Store} store
 * @param {Query} query
 * @param {string} letters
 */
async function misspelt(store, query, letters) {
  if (query.atoms.every(({ cjk }) => cjk)) return heard(store, query.atoms);
  return letters ? slips(store, letters) : [];
}

