/** What results show, fetched: texts for the first pages, titles for the rest. */
import { SHOWN } from "./groups.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./groups.js").Group} Group */
/** @typedef {import("./engine.js").Wish} Wish */

/** Sections of one page that are listed. */
export const MOST_SECTIONS = 5;

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
export async function fetchPages(store, sections, groups, wish) {
  const texts = wish.texts ?? SHOWN;
  /** @type {Promise<Shown | undefined>[]} */
  const head = groups.slice(0, texts).map((group) =>
    fetchText(store, sections, group).catch((error) => {
      if (!store.mayLack(error)) throw error;
      return forgiven(store, fetchTitle(store, sections, group));
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
    tail.push(forgiven(store, fetchTitle(store, sections, group)));
  }
  return (await Promise.all([...head, ...tail])).filter((item) => item !== undefined);
}

/**
 * @template T
 * @param {Store} store
 * @param {Promise<T>} promise
 * @returns {Promise<T | undefined>}
 */
const forgiven = (store, promise) =>
  promise.catch((error) => {
    if (!store.mayLack(error)) throw error;
    return undefined;
  });

/**
 * @param {Store} store
 * @param {ReturnType<typeof import("./store.js").sectionTable>} sections
 * @param {Group} group
 * @returns {Promise<Shown>}
 */
async function fetchText(store, sections, group) {
  const chunk = await store.chunk(group.hits[0].section, sections);
  const distance = sections.bases[group.page] - chunk.first;
  const page = chunk.pages.find(([number]) => number === distance).slice(1);
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
    const named = headings[section - sections.bases[group.page]];
    const [anchor, heading] = typeof named === "number" ? headings[named] : named;
    rows.set(section, [anchor, heading, 0, ""]);
  }
  return { group, page: [url, title, language, twins], rows };
}
