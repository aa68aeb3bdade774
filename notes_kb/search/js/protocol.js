/**
 * Answers as the theme's dialog reads them: Material's `SearchMessage` protocol, and
 * MaterialX's, which numbers its messages and escapes titles itself.
 */
import { plain } from "./results.js";
import { escape } from "./snippet.js";

export const SETUP = 0;
export const READY = 1;
export const QUERY = 2;
export const RESULT = 3;
export const FAILED = 4;

/** Words of the page that are passed on for marking there. */
const MOST_TERMS = 6;
/** Sections that are shown at once; the others open on demand. */
const SHOWN = 3;

/**
 * @typedef {object} Item
 * @property {string} location
 * @property {string} title
 * @property {string} text
 * @property {number} score
 * @property {Record<string, boolean>} terms
 * @property {string[]} [tags]
 */

/**
 * @param {import("./engine.js").Answer} answer
 * @param {Record<string, string>} names of the languages
 * @param {boolean} rawTitles whether the dialog escapes titles
 * @param {string[]} [kinds] what the kinds of pages are called
 * @returns {Item[][]}
 */
export function items(answer, names, rawTitles, kinds = []) {
  return answer.results.map((result, rank) => pageItems(result, rank, names, rawTitles, kinds));
}

/**
 * @param {import("./results.js").Result} result
 * @param {number} rank
 * @param {Record<string, string>} names
 * @param {boolean} rawTitles
 * @param {string[]} kinds
 * @returns {Item[]}
 */
function pageItems(result, rank, names, rawTitles, kinds) {
  const title = (/** @type {string} */ html) => (rawTitles ? plainMarked(html) : html);
  const terms = Object.fromEntries(result.found.slice(0, MOST_TERMS).map((word) => [word, true]));
  const labels = [kinds[result.kind] ?? "", result.other ? (names[result.language] ?? result.language) : ""];
  const shown = labels.filter(Boolean).map(escape);
  const tags = shown.length ? { tags: shown } : {};
  const score = 10_000 - 10 * rank;
  const best = result.sections[0]?.score ?? 0;
  const list = result.sections.map(({ anchor, heading, text, why, score: value }, i) => ({
    location: anchor ? `${result.url}#${encodeURIComponent(anchor)}` : result.url,
    title: title(anchor ? heading : heading || escape(result.title)),
    text: why ? `<small>${escape(why)}</small><br>${text}` : text,
    score: i < SHOWN && value >= best / 2 ? score : score - 1,
    terms,
    ...(anchor && !result.twin ? {} : tags),
  }));
  if (!result.twin && !result.sections.some(({ anchor }) => !anchor)) {
    const page = { location: result.url, title: title(escape(result.title)), text: "" };
    list.push({ ...page, score: 0, terms: {}, ...tags });
  }
  return list;
}

/** Text between marks unescaped, for a dialog that escapes it again. @param {string} html */
const plainMarked = (html) =>
  html
    .split(/(<\/?mark>)/)
    .map((part) => (part.startsWith("<") ? part : plain(part)))
    .join("");

/**
 * What the dialog shows where nothing was found, or where search does not work.
 * @param {{title: string, text: string, location: string}[]} notices
 * @returns {Item[][]}
 */
export function notices(notices) {
  return notices.map(({ title, text, location }) => [
    { location, title: escape(title), text: escape(text), score: 0, terms: {} },
  ]);
}

/**
 * Completions as the dialog takes them: the rest of the word that is being typed.
 * @param {string} typed
 * @param {string[]} completions of the whole query, folded
 * @param {number} length of the folded query
 */
export function suggestions(typed, completions, length) {
  const last = typed.split(/[\s-]+/).at(-1) ?? "";
  const [first] = completions;
  return last && first ? [last + first.slice(length)] : [];
}
