/** The search engine: a query in, pages with their sections out. */
import { fold } from "./normalize.js";
import { readQuery } from "./query.js";
import { rank } from "./rank.js";
import { HEADING } from "./scorer.js";
import { escape, highlight, snippet } from "./snippet.js";
import { MissingError, Store } from "./store.js";

/** @typedef {import("./rank.js").Score} Score */
/** @typedef {import("./rank.js").Needle} Needle */

/** Pages of the first answer that are shown with their texts. */
const SHOWN = 10;
/** Places among those that the other languages get where they answer too. */
const OTHERS = 3;
/** Sections of one page that are listed. */
const MOST_SECTIONS = 5;

/**
 * @typedef {object} Section
 * @property {string} anchor
 * @property {string} heading escaped, with marks
 * @property {string} text escaped, with marks; empty where none was fetched
 * @property {number} score
 * @property {string} why
 */

/**
 * @typedef {object} Result
 * @property {string} url
 * @property {string} title plain text
 * @property {string} language
 * @property {boolean} other whether it is in another language than the reader's
 * @property {number} band
 * @property {number} score
 * @property {Section[]} sections the best first
 * @property {string[]} found what matched, as it is written in the texts
 * @property {boolean} twin whether it is here as the translation of another result
 */

/**
 * @typedef {object} Answer
 * @property {Result[]} results
 * @property {number} total pages that answer, listed or not
 * @property {boolean} soft whether nothing holds all words
 * @property {string[]} suggest completions of the query
 * @property {boolean} complete whether everything that is asked for is listed
 * @property {boolean} [partial] whether files of the index are missing
 */

/**
 * @typedef {object} Wish
 * @property {string} [language] the reader's
 * @property {string} [only] a language to keep to
 * @property {number} [limit] pages
 * @property {number} [texts] pages with their texts
 * @property {number} [budget] files that may be fetched for pages without texts
 */

export class Engine {
  /** @param {import("./store.js").Load} load */
  constructor(load) {
    this.load = load;
    /** @type {Promise<Store> | undefined} */
    this.opening = undefined;
  }

  /** Fetch the manifest, once. @param {boolean} [fresh] */
  open(fresh = false) {
    if (!this.opening || fresh) {
      this.opening = Store.open(this.load, fresh);
      this.opening.catch(() => (this.opening = undefined));
    }
    return this.opening;
  }

  /**
   * Answer a query. A file that is missing means that the site was published anew:
   * the manifest is fetched again, once. If files are missing then too, the rest answers.
   * @param {string} input
   * @param {Wish} [wish]
   * @returns {Promise<Answer>}
   */
  async search(input, wish = {}) {
    const store = await this.open();
    try {
      return await answer(store, input, wish);
    } catch (error) {
      if (!(error instanceof MissingError)) throw error;
    }
    const renewed = store.lenient ? store : await this.open(true);
    try {
      return await answer(renewed, input, wish);
    } catch (error) {
      if (!(error instanceof MissingError)) throw error;
      renewed.lenient = true;
      return { ...(await answer(renewed, input, wish)), partial: true };
    }
  }
}

/**
 * @param {Store} store
 * @param {string} input
 * @param {Wish} wish
 * @returns {Promise<Answer>}
 */
async function answer(store, input, wish) {
  const query = readQuery(input, store.fold);
  if (!query.atoms.length) return { results: [], total: 0, soft: false, suggest: [], complete: true };
  const table = store.sections();
  const { scores, needles, soft } = await rank(store, table, query);
  const sections = await table;
  const groups = groupByPage(scores, sections);
  const codes = store.manifest.languages.map(([code]) => code);
  const reader = codes.indexOf(wish.language ?? codes[0]);
  const only = codes.indexOf(query.only || (wish.only ?? ""));
  const ordered = orderGroups(groups, reader, only);
  const limit = wish.limit ?? 100;
  const shown = await fetchPages(store, sections, ordered.slice(0, limit), wish);
  const results = present(shown, { store, needles, codes, reader, only, scores });
  const complete = shown.length >= Math.min(limit, ordered.length);
  return {
    results: results.slice(0, limit),
    total: Math.max(ordered.length, results.length),
    soft,
    suggest: completions(results, query.text, store.fold),
    complete,
  };
}

/**
 * A page with the sections that answer.
 * @typedef {object} Group
 * @property {number} page
 * @property {number} language
 * @property {number} band
 * @property {number} score
 * @property {{section: number, score: Score}[]} hits the best first
 */

/**
 * @param {Map<number, Score>} scores
 * @param {ReturnType<typeof import("./store.js").sectionTable>} sections
 * @returns {Group[]}
 */
function groupByPage(scores, sections) {
  /** @type {Map<number, Group>} */
  const groups = new Map();
  for (const [section, score] of scores) {
    const page = sections.pageOf(section);
    let group = groups.get(page);
    if (!group) {
      group = { page, language: sections.languageOf(page), band: 0, score: 0, hits: [] };
      groups.set(page, group);
    }
    score.value *= sections.boosts.get(section) ?? 1;
    group.hits.push({ section, score });
  }
  for (const group of groups.values()) {
    group.hits.sort((a, b) => b.score.value - a.score.value || a.section - b.section);
    const best = group.hits[0].score.value;
    const sum = group.hits.reduce((total, hit) => total + hit.score.value, 0);
    group.score = best + 0.05 * Math.min(sum, 4 * best);
    group.band = Math.max(...group.hits.slice(0, 50).map((hit) => hit.score.band));
  }
  return [...groups.values()];
}

/**
 * The reader's language first, the others as one group behind it; the other way round only
 * where they answer by a heading and the reader's language does not. Of the first places
 * some are kept for the second group.
 * @param {Group[]} groups
 * @param {number} reader
 * @param {number} only
 */
function orderGroups(groups, reader, only) {
  const byScore = (/** @type {Group} */ a, /** @type {Group} */ b) =>
    b.band - a.band || b.score - a.score || a.page - b.page;
  const all = groups.filter((group) => only < 0 || group.language === only).sort(byScore);
  const own = all.filter((group) => group.language === reader);
  const others = all.filter((group) => group.language !== reader);
  if (!own.length || !others.length) return all;
  const swapped = others[0].band >= HEADING && own[0].band < HEADING;
  const [first, second] = swapped ? [others, own] : [own, others];
  const room = SHOWN - Math.min(OTHERS, second.length);
  return [
    ...first.slice(0, room),
    ...second.slice(0, OTHERS),
    ...first.slice(room),
    ...second.slice(OTHERS),
  ];
}

/**
 * @typedef {object} Shown
 * @property {Group} group
 * @property {any[]} page url, title, language, twins
 * @property {Map<number, any[]>} rows section to anchor, heading, level, text
 */

/**
 * Fetch what the results show: texts for the first pages, titles for the rest, as far
 * as the budget of files goes.
 * @param {Store} store
 * @param {ReturnType<typeof import("./store.js").sectionTable>} sections
 * @param {Group[]} groups
 * @param {Wish} wish
 * @returns {Promise<Shown[]>}
 */
async function fetchPages(store, sections, groups, wish) {
  const texts = wish.texts ?? SHOWN;
  /** @type {Promise<Shown | undefined>[]} */
  const head = groups.slice(0, texts).map((group) =>
    fetchText(store, sections, group).catch((error) => {
      if (!store.lenient) throw error;
      return fetchTitle(store, sections, group).catch(() => undefined);
    }),
  );
  let budget = wish.budget ?? Infinity;
  /** @type {Set<number>} */
  const files = new Set();
  /** @type {Promise<Shown | undefined>[]} */
  const tail = [];
  for (const group of groups.slice(texts)) {
    const first = sections.titles.firsts.findLastIndex((first) => first <= group.page);
    if (!files.has(first)) {
      if (files.size >= budget) break;
      files.add(first);
    }
    const title = fetchTitle(store, sections, group);
    tail.push(store.lenient ? title.catch(() => undefined) : title);
  }
  return (await Promise.all([...head, ...tail])).filter((item) => item !== undefined);
}

/**
 * @param {Store} store
 * @param {ReturnType<typeof import("./store.js").sectionTable>} sections
 * @param {Group} group
 * @returns {Promise<Shown>}
 */
async function fetchText(store, sections, group) {
  const chunk = await store.chunk(group.hits[0].section, sections);
  const page = chunk.pages.find(([number]) => number === group.page).slice(1);
  const rows = new Map();
  for (const { section } of group.hits.slice(0, 4 * MOST_SECTIONS)) {
    const row = chunk.sections[section - chunk.first];
    if (row) rows.set(section, row);
  }
  return { group, page, rows };
}

/**
 * @param {Store} store
 * @param {ReturnType<typeof import("./store.js").sectionTable>} sections
 * @param {Group} group
 * @returns {Promise<Shown>}
 */
async function fetchTitle(store, sections, group) {
  const first = sections.titles.firsts.findLast((first) => first <= group.page) ?? 0;
  const titles = await store.titles(group.page, sections);
  const [url, title, language, twins, headings] = titles[group.page - first];
  const rows = new Map();
  for (const { section } of group.hits.slice(0, MOST_SECTIONS)) {
    const [anchor, heading] = headings[section - sections.bases[group.page]];
    rows.set(section, [anchor, heading, 0, ""]);
  }
  return { group, page: [url, title, language, twins], rows };
}

/**
 * Lay out pages and, beside a page in another language, its translation into the
 * reader's. Translations of the first pages into the other languages close the list.
 * @param {Shown[]} shown
 * @param {{store: Store, needles: Needle[], codes: string[], reader: number, only: number,
 *   scores: Map<number, Score>}} context
 * @returns {Result[]}
 */
function present(shown, context) {
  const { codes, reader, only } = context;
  const listed = new Set(shown.map(({ page }) => page[0]));
  /** @type {Result[]} */
  const results = [];
  /** @type {Result[]} */
  const translations = [];
  for (const item of shown) {
    const result = presentPage(item, context);
    for (const twin of item.page[3]) {
      const language = twin[3];
      if (listed.has(twin[1]) || (only >= 0 && language !== only)) continue;
      listed.add(twin[1]);
      const translated = presentTwin(result, twin, codes[language], language !== reader);
      if (language === reader) results.push(translated);
      else if (item.group.band >= HEADING && translations.length < OTHERS) {
        translations.push(translated);
      }
    }
    results.push(result);
  }
  const place = Math.min(results.length, SHOWN - translations.length);
  results.splice(place, 0, ...translations);
  return results;
}

/**
 * @param {Shown} item
 * @param {{store: Store, needles: Needle[], codes: string[], reader: number}} context
 * @returns {Result}
 */
function presentPage({ group, page, rows }, { store, needles, codes, reader }) {
  const [url, title, language] = page;
  /** @type {Set<string>} */
  const found = new Set();
  /** @type {Map<string, Section>} */
  const sections = new Map();
  for (const { section, score } of group.hits) {
    const row = rows.get(section);
    if (!row || sections.size >= MOST_SECTIONS || sections.has(row[0])) continue;
    const [anchor, heading, , text] = row;
    const shownText = snippet(text, needles, store.fold);
    const inHeading = snippet(heading, needles, store.fold);
    const plainly = inHeading.own || shownText.own;
    const why = score.why.endsWith("→") ? `${score.why} ${heading}` : score.why;
    for (const word of inHeading.found) found.add(word);
    for (const word of shownText.found) found.add(word);
    sections.set(anchor, {
      anchor,
      heading: highlight(heading, needles, store.fold),
      text: shownText.html,
      score: score.value,
      why: plainly ? "" : why,
    });
  }
  return {
    url,
    title,
    language: codes[language],
    other: language !== reader,
    band: group.band,
    score: group.score,
    sections: [...sections.values()],
    found: [...found],
    twin: false,
  };
}

/**
 * @param {Result} result
 * @param {any[]} twin
 * @param {string} language
 * @param {boolean} other
 * @returns {Result}
 */
function presentTwin(result, [, url, title, , shared], language, other) {
  const [best] = result.sections;
  const same = best && (shared === 1 || shared.includes(best.anchor));
  const text = best?.heading ?? escape(result.title);
  const section = { ...best, anchor: same ? best.anchor : "", heading: escape(title), text };
  return { ...result, url, title, language, other, sections: [section], found: [], twin: true };
}

/**
 * Headings that go on with what was typed.
 * @param {Result[]} results
 * @param {string} text
 * @param {Map<string, string>} table
 */
function completions(results, text, table) {
  /** @type {Set<string>} */
  const out = new Set();
  for (const { title, sections } of results.slice(0, SHOWN)) {
    for (const name of [title, ...sections.map(({ heading }) => plain(heading))]) {
      const folded = fold(name, table);
      if (folded.startsWith(text) && folded.length > text.length && folded.length < 60) out.add(folded);
    }
  }
  return [...out].slice(0, 5);
}

/** @param {string} html what `highlight` made */
export function plain(html) {
  return html
    .replace(/<\/?mark>/g, "")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}
