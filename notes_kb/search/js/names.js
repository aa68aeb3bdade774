/** Concepts that a query names as a part of itself, and how names are spelled. */
import { concepts } from "./similar.js";

/** @typedef {import("./tokenize.js").Atom} Atom */
/** @typedef {import("./store.js").Store} Store */

/** Neighbouring words of a query that are looked up as the name of a concept. */
const LONGEST_NAME = 4;
/** Files that are fetched for the names in one query, those of the longest first. */
const MOST_FILES = 4;

/**
 * All runs of neighbouring words of a query, but the whole.
 * @param {import("./query.js").Query} query
 */
export function neighbours(query) {
  /** @type {string[]} */
  const names = [];
  const texts = query.words.map(spell);
  const light = query.words.map((word) => word.length === 1 && word[0].light);
  for (let from = 0; from < texts.length; from++) {
    if (light[from]) continue;
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
export async function findConcepts(store, names) {
  const files = new Set();
  const longest = [...new Set(names)].sort((a, b) => b.length - a.length);
  await store.prepare("f", longest.map((text) => text.replace(/[\s-]/g, "")));
  const found = await Promise.all(
    longest.map(async (text) => {
      const form = text.replace(/[\s-]/g, "");
      const file = store.place("f", form);
      if (files.size < MOST_FILES) files.add(file);
      const [concept] = text.length > 1 && files.has(file) ? await concepts(store, form) : [];
      return concept ? [{ text, concept }] : [];
    }),
  );
  const all = found.flat();
  return all.filter(
    ({ text }) => !all.some((other) => other.text.length > text.length && other.text.includes(text)),
  );
}

/** @param {string} text @param {import("./similar.js").Concept} concept */
export const nameOf = (text, { labels }) =>
  `${text} → ${[...new Set(Object.values(labels))].join(" · ")}`;

/** Atoms as text: a space between words, none between characters. @param {Atom[]} list */
export const spell = (list) =>
  list.map(({ text, cjk }, i) => (i && !(cjk || list[i - 1].cjk) ? ` ${text}` : text)).join("");
