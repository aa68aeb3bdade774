/** The search engine: a query in, pages with their sections out. */
import { SHOWN, groupByPage, orderGroups } from "./groups.js";
import { fetchPages } from "./pages.js";
import { readQuery } from "./query.js";
import { rank } from "./rank.js";
import { asTyped, completions, present } from "./results.js";
import { MissingError, Store } from "./store.js";

/** @typedef {import("./results.js").Result} Result */

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
 * @property {number} [files] files that may be fetched in all; some results are shown anyway
 */

/** What a screen shows: pages with their texts, and files of titles for others. */
const FIRST = { texts: 5, titles: 4 };
/** The same of longer lists. */
const REST = { texts: SHOWN, titles: Infinity };
/** Files that may be fetched for results however many the query took. */
const LEAST = 3;

export class Engine {
  /** @param {import("./store.js").Load} load @param {import("./store.js").Unpack} [unpack] the browser's own by default */
  constructor(load, unpack) {
    this.load = load;
    this.unpack = unpack;
    /** @type {Promise<Store> | undefined} */
    this.opening = undefined;
  }

  /** Fetch the manifest, once. @param {boolean} [fresh] */
  open(fresh = false) {
    if (!this.opening || fresh) {
      this.opening = Store.open(this.load, fresh, this.unpack);
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
  const began = store.requests;
  const table = store.sections();
  const { scores, needles, soft } = await rank(store, table, query);
  const sections = await table;
  const groups = groupByPage(scores, sections);
  const codes = store.manifest.languages.map(([code]) => code);
  const reader = codes.indexOf(wish.language ?? codes[0]);
  const only = codes.indexOf(query.only || (wish.only ?? ""));
  const ordered = orderGroups(groups, reader, only);
  const limit = wish.limit ?? 100;
  const left = Math.max(LEAST, (wish.files ?? Infinity) - (store.requests - began));
  const budget = { ...(left <= FIRST.texts + FIRST.titles ? FIRST : REST), files: left };
  const shown = await fetchPages(store, sections, ordered.slice(0, limit), budget);
  const results = present(asTyped(shown, query.text, store.fold), { store, needles, codes, reader, only, scores, sections });
  const complete = shown.length >= Math.min(limit, ordered.length);
  return {
    results: results.slice(0, limit),
    total: Math.max(ordered.length, results.length),
    soft,
    suggest: completions(results, query.text, store.fold),
    complete,
  };
}
