/** Pages that answer, in order: the reader's language and the others. */
import { BANDS } from "./scorer.js";
import { WEIGHTS } from "./weights.js";

/** @typedef {import("./scorer.js").Scores} Scores */
/** @typedef {import("./scorer.js").Sections} Sections */

/** Pages of the first answer that are shown with their texts. */
export const SHOWN = 10;
/** Places among those that the other languages get where they answer too. */
export const OTHERS = 3;

/**
 * A page with the sections that answer.
 * @typedef {object} Group
 * @property {number} page
 * @property {number} language
 * @property {number} band
 * @property {number} score
 * @property {number[]} hits its sections that answer, the best first
 */

/** Sections of a page that decide its band, the best ones. */
const DECIDE = 50;

/**
 * @param {Scores} scores
 * @param {ReturnType<typeof import("./store.js").sectionTable>} sections
 * @returns {Group[]}
 */
export function groupByPage({ values, bands, sections: scored }, sections) {
  /** @type {Map<number, Group>} */
  const groups = new Map();
  for (const section of scored) {
    const page = sections.pageOf(section);
    const group = groups.get(page);
    values[section] *= sections.boosts.get(section) ?? 1;
    if (group) group.hits.push(section);
    else groups.set(page, { page, language: sections.languageOf(page), band: 0, score: 0, hits: [section] });
  }
  for (const group of groups.values()) {
    const { hits } = group;
    if (hits.length > 1) hits.sort((a, b) => values[b] - values[a] || a - b);
    const best = values[hits[0]];
    let sum = 0;
    for (const section of hits) sum += values[section];
    group.score = best + WEIGHTS.pageSum * Math.min(sum, WEIGHTS.pageMost * best);
    for (let i = 0; i < hits.length && i < DECIDE; i++) group.band = Math.max(group.band, bands[hits[i]]);
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
export function orderGroups(groups, reader, only) {
  const byScore = (/** @type {Group} */ a, /** @type {Group} */ b) =>
    b.band - a.band || b.score - a.score || a.page - b.page;
  const all = groups.filter((group) => only < 0 || group.language === only).sort(byScore);
  const own = all.filter((group) => group.language === reader);
  const others = all.filter((group) => group.language !== reader);
  if (!own.length || !others.length) return all;
  const swapped = others[0].band >= BANDS.heading && own[0].band < BANDS.heading;
  const [first, second] = swapped ? [others, own] : [own, others];
  const room = SHOWN - Math.min(OTHERS, second.length);
  return [
    ...first.slice(0, room),
    ...second.slice(0, OTHERS),
    ...first.slice(room),
    ...second.slice(OTHERS),
  ];
}
