/** Pages that answer, in order: the reader's language and the others. */
import { BANDS } from "./scorer.js";
import { WEIGHTS } from "./weights.js";

/** @typedef {import("./scorer.js").Score} Score */
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
 * @property {{section: number, score: Score}[]} hits the best first
 */

/**
 * @param {Map<number, Score>} scores
 * @param {ReturnType<typeof import("./store.js").sectionTable>} sections
 * @returns {Group[]}
 */
export function groupByPage(scores, sections) {
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
    group.score = best + WEIGHTS.pageSum * Math.min(sum, WEIGHTS.pageMost * best);
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
