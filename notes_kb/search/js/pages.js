/** What results show, fetched: texts for the first pages, titles for the rest. */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./groups.js").Group} Group */
/** @typedef {ReturnType<typeof import("./store.js").sectionTable>} Table */

/**
 * What may be fetched.
 * @typedef {object} Budget
 * @property {number} texts pages with their texts
 * @property {number} titles files of titles
 * @property {number} files of any kind
 */

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
 * as the budget of files goes. Files that are here, or on their way, cost nothing.
 * @param {Store} store
 * @param {Table} sections
 * @param {Group[]} groups
 * @param {Budget} budget
 * @returns {Promise<Shown[]>}
 */
export async function fetchPages(store, sections, groups, { texts, titles, files }) {
  const first = groups.slice(0, texts);
  await Promise.all([
    store.prepareFiles(sections.chunks, first.map(({ hits }) => hits[0])),
    store.prepareFiles(sections.titles, groups.slice(texts).map(({ page }) => page)),
  ]);
  /** @type {Promise<Shown | undefined>[]} */
  const shown = [];
  for (const [i, group] of groups.entries()) {
    const text = i < texts;
    const { name } = text
      ? store.fileAt(sections.chunks, group.hits[0])
      : store.fileAt(sections.titles, group.page);
    if (!store.cache.has(name)) {
      if (files-- <= 0 || (!text && titles-- <= 0)) break;
    }
    const title = () => forgiven(store, fetchTitle(store, sections, group));
    const fetched = text ? fetchText(store, sections, group) : title();
    shown.push(
      fetched.catch((error) => {
        if (!store.mayLack(error)) throw error;
        return title();
      }),
    );
  }
  return (await Promise.all(shown)).filter((item) => item !== undefined);
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
 * @param {Table} sections
 * @param {Group} group
 * @returns {Promise<Shown>}
 */
async function fetchText(store, sections, group) {
  const chunk = await store.chunk(group.hits[0], sections);
  const distance = sections.bases[group.page] - chunk.first;
  const page = chunk.pages.find(([number]) => number === distance).slice(1);
  const rows = new Map();
  for (const section of group.hits.slice(0, 4 * MOST_SECTIONS)) {
    const row = chunk.sections[section - chunk.first];
    if (row) rows.set(section, row);
  }
  return { group, page, rows };
}

/**
 * @param {Store} store
 * @param {Table} sections
 * @param {Group} group
 * @returns {Promise<Shown>}
 */
async function fetchTitle(store, sections, group) {
  const [url, title, language, twins, headings] = await store.titles(group.page, sections);
  const rows = new Map();
  for (const section of group.hits.slice(0, MOST_SECTIONS)) {
    const named = headings[section - sections.bases[group.page]];
    const [anchor, heading] = typeof named === "number" ? headings[named] : named;
    rows.set(section, [anchor, heading, 0, ""]);
  }
  return { group, page: [url, title, language, twins], rows };
}
