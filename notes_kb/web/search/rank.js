/** Which sections answer a query, how well, and why. */
import { MOST as MOST_CUT, cutPhrase } from "./cut.js";
import { findForms, findPhrase, findTerm, findWord } from "./match.js";
import { BODY, inHeadings, noHits, union } from "./postings.js";
import { bare } from "./query.js";
import { concepts, corrections, spoken } from "./similar.js";
import { atoms, terms } from "./tokenize.js";

/** @typedef {import("./tokenize.js").Atom} Atom */
/** @typedef {import("./postings.js").Hits} Hits */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {ReturnType<typeof import("./store.js").sectionTable>} Sections */

/** How a section answers: bands come before scores. */
export const SOME = 0;
export const ALL = 1;
export const HEADING = 2;
export const IS_HEADING = 3;
export const OWN_PAGE = 4;

/** Atoms above which a phrase that had to be cut is weighed as a question. */
const QUESTION = 8;

/** BM25's k1 for questions: that a term is there tells more than how often. */
const SOFT_KNEE = 0.5;

/**
 * @typedef {object} Score
 * @property {number} value
 * @property {number} band
 * @property {string} why what the query was taken for, where the text does not show it
 */

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
  const spelling = /^[a-z0-9 '’-]+$/.test(query.text) ? bare(query.atoms) : "";
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

/** Words with which English asks, and those that its questions are filled with. */
const ASKING = /^(what|which|who|when|where|why|how)$/;
const FILLING = /^(a|an|and|are|can|do|does|for|from|in|is|it|of|on|or|the|to|was|were|with)$/;

/**
 * Leave out of an English question the words that every text holds.
 * @param {Word[]} words
 * @param {import("./query.js").Query} query
 */
function dropQuestionWords(words, query) {
  if (!ASKING.test(query.words[0]?.[0]?.text ?? "")) return words;
  const said = words.filter(({ needles }) => {
    const word = needles[0]?.texts.join(" ") ?? "";
    return !ASKING.test(word) && !FILLING.test(word);
  });
  return said.length ? said : words;
}

/** Neighbouring words of a query that are looked up as the name of a concept. */
const LONGEST_NAME = 4;

/**
 * All runs of neighbouring words of a query, but the whole.
 * @param {import("./query.js").Query} query
 */
function neighbours(query) {
  /** @type {string[]} */
  const names = [];
  const texts = query.words.map(spell);
  for (let from = 0; from < texts.length; from++) {
    for (let end = from + 1; end <= Math.min(texts.length, from + LONGEST_NAME); end++) {
      if (end - from < texts.length) names.push(texts.slice(from, end).join(" "));
    }
  }
  return names;
}

/**
 * Concepts that parts of a longer query name; of two parts the longer counts.
 * @param {Store} store
 * @param {string[]} names
 */
async function findConcepts(store, names) {
  const found = await Promise.all(
    [...new Set(names)].map(async (text) => {
      const [concept] = await concepts(store, text.replace(/[\s-]/g, ""));
      return concept && text.length > 1 ? [{ text, concept }] : [];
    }),
  );
  const all = found.flat();
  return all.filter(
    ({ text }) => !all.some((other) => other.text.length > text.length && other.text.includes(text)),
  );
}

/** @param {import("./query.js").Query} query @param {number} i */
const isOpen = (query, i) => query.typing && i === query.words.length - 1;

/** @param {string} text @param {import("./similar.js").Concept} concept */
const nameOf = (text, { labels }) =>
  `${text} → ${[...new Set(Object.values(labels))].join(" · ")}`;

/** Atoms as text: a space between words, none between characters. @param {Atom[]} list */
const spell = (list) =>
  list.map(({ text, cjk }, i) => (i && !(cjk || list[i - 1].cjk) ? ` ${text}` : text)).join("");

/** @param {Store} store @param {string} form @returns {Needle} */
function needle(store, form) {
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
async function findDirect(store, word, open) {
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
async function completeWord(store, found, word, known) {
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
async function findSimilar(store, text) {
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

/** Adds up what speaks for each section. */
class Scorer {
  /** @param {Store} store @param {Sections} sections */
  constructor(store, sections) {
    this.total = store.manifest.sections;
    this.sections = sections;
    /** @type {Map<number, Score>} */
    this.scores = new Map();
  }

  /** @param {number} count sections that hold a term */
  idf(count) {
    return Math.log(1 + (this.total - count + 0.5) / (count + 0.5));
  }

  /**
   * @param {number} section
   * @param {number} value
   * @param {number} band
   * @param {string} [why]
   */
  add(section, value, band, why = "") {
    const score = this.scores.get(section);
    if (!score) return void this.scores.set(section, { value, band, why });
    score.value += value;
    if (band > score.band) score.band = band;
    score.why ||= why;
  }

  /**
   * Where the last word as it stands gives answers, its completions count in headings only.
   * @param {Word[]} words
   * @param {Hits} finished the last word as it stands
   */
  keepFinished(words, finished) {
    const last = words[words.length - 1];
    if (!this.commonPages([...words.slice(0, -1), { ...last, hits: finished }]).size) return;
    last.hits = union([finished, inHeadings(last.hits)]);
  }

  /** Sections of pages that hold all words. @param {Word[]} words */
  addWords(words) {
    const counted = words.filter((word) => word.hits.docs.length || !word.cut);
    const whole = counted.filter((word) => !word.hits.partial);
    const pages = this.commonPages(whole.length ? whole : counted);
    for (const { hits, weight, why, also, lists } of counted) {
      for (const list of lists ?? [{ hits, weight }]) {
        this.addList(list.hits, list.weight * weight, why, pages);
      }
      const held = new Set(also.size ? hits.docs : []);
      for (const [doc, label] of also) {
        if (!held.has(doc) && pages.has(this.sections.pageOf(doc))) {
          this.add(doc, 0.3 * this.idf(also.size), ALL, label);
        }
      }
    }
  }

  /**
   * @param {Hits} hits
   * @param {number} weight
   * @param {string} why
   * @param {Set<number>} pages
   */
  addList(hits, weight, why, pages) {
    const idf = this.idf(hits.docs.length) * weight;
    hits.docs.forEach((doc, i) => {
      if (!pages.has(this.sections.pageOf(doc))) return;
      const titled = hits.places[hits.at[i]] < BODY;
      const value = idf * this.saturate(doc, hits.at[i + 1] - hits.at[i]);
      this.add(doc, value + (titled ? 6 * idf : 0), ALL, why);
    });
  }

  /**
   * BM25's answer to how much a further occurrence tells, less in longer sections.
   * @param {number} doc
   * @param {number} count
   * @param {number} [knee] BM25's k1
   */
  saturate(doc, count, knee = 1.2) {
    return count / (count + knee * (0.4 + 0.6 * this.sections.length(doc)));
  }

  /** @param {Word[]} words @returns {Set<number>} */
  commonPages(words) {
    /** @type {Set<number> | undefined} */
    let common;
    for (const { hits, also } of words) {
      const pages = new Set();
      for (const doc of hits.docs) pages.add(this.sections.pageOf(doc));
      for (const doc of also.keys()) pages.add(this.sections.pageOf(doc));
      const before = common;
      common = before ? new Set([...pages].filter((page) => before.has(page))) : pages;
    }
    return common ?? new Set();
  }

  /** Headings that are the query, begin with it, or hold it. @param {Hits} hits @param {import("./query.js").Query} query */
  addHeadings(hits, query) {
    const { atoms } = query;
    if (!atoms.length) return;
    const size = atoms[atoms.length - 1].place - atoms[0].place + 1;
    hits.docs.forEach((doc, i) => {
      const place = hits.places[hits.at[i]];
      if (place >= BODY) return;
      const share = Math.min(1, size / (hits.heads[i] || size));
      if (hits.likely?.has(doc)) this.add(doc, 60, HEADING);
      if (place === 0 && share === 1) this.add(doc, 1000, IS_HEADING);
      else if (place === 0) this.add(doc, 300 * (0.5 + 0.5 * share), HEADING);
      else this.add(doc, 100 * (0.5 + 0.5 * share), HEADING);
    });
  }

  /** @param {import("./similar.js").Concept} concept @param {string} text */
  addConcept(concept, text) {
    const why = nameOf(text, concept);
    for (const doc of concept.own) this.add(doc, 1200, OWN_PAGE, why);
    const idf = this.idf(concept.mentions.length);
    for (const { doc, heading } of concept.mentions) {
      const value = [0.3 * idf, 80, 900][heading];
      this.add(doc, value, [ALL, HEADING, IS_HEADING][heading], why);
    }
  }

  /**
   * A concept that a part of the query names: its own page stands first among the rest.
   * @param {import("./similar.js").Concept} concept
   * @param {string} text
   */
  addNamed(concept, text) {
    const idf = this.idf(concept.mentions.length);
    for (const doc of concept.own) this.add(doc, 8 * idf, HEADING, nameOf(text, concept));
  }

  /** @param {{doc: number, kind: number, share: number}} heading @param {string} text */
  addSpoken({ doc, kind, share }, text) {
    const exact = share === 1 && kind < 2;
    const value = exact ? 600 - 50 * kind : [150, 120, 60, 40][kind] * share;
    this.add(doc, value, exact ? IS_HEADING : HEADING, `${text} →`);
  }
}

/**
 * Nothing holds all words: weigh what each section holds of the query's terms.
 * @param {Store} store
 * @param {Scorer} scorer
 * @param {import("./query.js").Query} query
 * @returns {Promise<Needle[]>}
 */
async function addSoft(store, scorer, query) {
  const keys = [...new Set(terms(query.atoms).map(([term]) => term))];
  const lists = await Promise.all(keys.map((key) => findAny(store, key)));
  /** @type {Map<number, {value: number, count: number}>} */
  const found = new Map();
  for (const hits of lists) {
    const idf = scorer.idf(hits.docs.length);
    hits.docs.forEach((doc, i) => {
      const entry = found.get(doc) ?? { value: 0, count: 0 };
      const titled = hits.places[hits.at[i]] < BODY;
      entry.value += idf * scorer.saturate(doc, hits.at[i + 1] - hits.at[i], SOFT_KNEE);
      entry.value += titled ? 0.7 * idf : 0;
      entry.count++;
      found.set(doc, entry);
    });
  }
  for (const [doc, { value, count }] of found) {
    scorer.add(doc, value * (0.3 + (0.7 * count) / keys.length), SOME);
  }
  return keys.map((key) => ({ texts: atoms(key).map((atom) => atom.text), open: false }));
}

/** @param {Store} store @param {string} key */
async function findAny(store, key) {
  if (atoms(key)[0]?.cjk) return findTerm(store, "h", key);
  const hits = await findWord(store, key);
  return hits.docs.length ? hits : (await findSimilar(store, key)).hits;
}
