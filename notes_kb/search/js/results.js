/** Results as readers see them: headings and texts marked, translations beside their pages. */
import { OTHERS, SHOWN } from "./groups.js";
import { fold } from "./normalize.js";
import { MOST_SECTIONS } from "./pages.js";
import { BANDS } from "./scorer.js";
import { escape, marked, snippet } from "./snippet.js";

/** @typedef {import("./scorer.js").Scores} Scores */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./words.js").Needle} Needle */
/** @typedef {import("./pages.js").Shown} Shown */

/**
 * @typedef {object} Section
 * @property {string} anchor
 * @property {string} heading escaped, with marks
 * @property {string} text escaped, with marks, in `<code>` if it is code; empty where none was
 *   fetched
 * @property {number} score
 * @property {string} why
 */

/**
 * @typedef {object} Result
 * @property {string} url
 * @property {string} title plain text
 * @property {string} language
 * @property {number} kind its number in the manifest; -1 for none
 * @property {boolean} other whether it is in another language than the reader's
 * @property {number} band
 * @property {number} score
 * @property {Section[]} sections the best first
 * @property {string[]} found what matched, as it is written in the texts
 * @property {boolean} twin whether it is here as the translation of another result
 */

/**
 * Of pages and sections whose heading is the query, those first whose heading is written as it
 * was typed, with its punctuation: `$data` before `data`. Postings do not tell them apart.
 * @param {Shown[]} shown
 * @param {string} text the query, folded
 * @param {Map<string, string>} table
 * @returns {Shown[]}
 */
export function asTyped(shown, text, table) {
  const isTyped = (/** @type {Shown} */ { rows }, /** @type {number} */ section) =>
    fold(rows.get(section)?.[1] ?? "", table).trim() === text;
  const last = shown.findLastIndex(({ group }) => group.band >= BANDS.isHeading);
  const sorted = shown.slice(0, last + 1).map((item) => {
    const { hits } = item.group;
    const typed = hits.filter((section) => isTyped(item, section));
    const rest = hits.filter((section) => !isTyped(item, section));
    return { ...item, typed: typed.length > 0, group: { ...item.group, hits: [...typed, ...rest] } };
  });
  sorted.sort((a, b) => b.group.band - a.group.band || Number(b.typed) - Number(a.typed));
  return [...sorted, ...shown.slice(last + 1)];
}

/**
 * Lay out pages and, before a page in another language, its translation into the
 * reader's. Translations into the other languages of pages that the
 * query names close the first places.
 * A translation that answers itself, further down, is drawn up to the same place.
 * @param {Shown[]} shown
 * @param {{store: Store, needles: Needle[], codes: string[], reader: number, only: number,
 *   scores: Scores, sections: import("./scorer.js").Sections}} context
 * @returns {Result[]}
 */
export function present(shown, context) {
  const { codes, reader, only } = context;
  const rest = new Map(shown.map((item) => [item.page[0], item]));
  /** @type {Set<string>} */
  const listed = new Set();
  /** @type {Result[]} */
  const results = [];
  /** @type {Result[]} */
  const translations = [];
  for (const item of shown) {
    if (listed.has(item.page[0])) continue;
    listed.add(item.page[0]);
    const result = presentPage(item, context);
    for (const twin of item.page[3]) {
      const [url, , language] = twin;
      if (listed.has(url) || (only >= 0 && language !== only)) continue;
      const own = rest.get(url);
      const list = language === reader ? results : translations;
      if (list === translations && (item.group.band < BANDS.isHeading || list.length >= OTHERS)) continue;
      listed.add(url);
      list.push(
        own ? presentPage(own, context) : presentTwin(result, twin, codes[language], language !== reader),
      );
    }
    results.push(result);
  }
  const place = Math.min(results.length, SHOWN - translations.length);
  results.splice(place, 0, ...translations);
  return results;
}

/**
 * @param {Shown} item
 * @param {{store: Store, needles: Needle[], codes: string[], reader: number,
 *   scores: Scores, sections: import("./scorer.js").Sections}} context
 * @returns {Result}
 */
function presentPage({ group, page, rows }, { store, needles, codes, reader, scores, sections: table }) {
  const [url, title, language] = page;
  /** @type {Set<string>} */
  const found = new Set();
  /** @type {Map<string, Section>} */
  const sections = new Map();
  for (const section of group.hits) {
    const row = rows.get(section);
    if (!row || sections.size >= MOST_SECTIONS || sections.has(row[0])) continue;
    const [anchor, heading, , text, code] = row;
    const shownText = snippet(text, needles, store.fold, code === 1);
    const inHeading = marked(heading, needles, store.fold);
    const plainly = inHeading.own || shownText.own;
    const taken = scores.whys.get(section) ?? "";
    const why = taken.endsWith("→") ? `${taken} ${heading}` : taken;
    for (const word of inHeading.found) found.add(word);
    for (const word of shownText.found) found.add(word);
    sections.set(anchor, {
      anchor,
      heading: inHeading.html,
      text: shownText.html,
      score: scores.values[section],
      why: plainly ? "" : why,
    });
  }
  return {
    url,
    title,
    language: codes[language],
    kind: table.kindOf(group.page),
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
function presentTwin(result, [url, title, , shared], language, other) {
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
export function completions(results, text, table) {
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
