/** Words within one edit, names of concepts, headings by their reading. */
import { flagged } from "./match.js";

/** @typedef {import("./store.js").Store} Store */

/** Corrections of one word that count, the commonest first. */
const MOST = 8;
/** Letters of a key, as in `notes_kb/search/readings.py`. */
const LONGEST_KEY = 40;
const LAST = "\u{10ffff}";

/**
 * Words of the site that are one edit away; two neighbours swapped count as one.
 * One edit leaves one half of the word as it is, so two short ranges hold them all.
 * @param {Store} store
 * @param {string} word
 * @returns {Promise<string[]>}
 */
export async function corrections(store, word) {
  if (!/^[a-z]{4,24}$/.test(word)) return [];
  const half = word.length >> 1;
  const head = word.slice(0, Math.max(1, half - 1));
  const tail = [...word.slice(half)].reverse().join("");
  const [forward, backward] = await Promise.all([
    store.range("v", head, head + LAST, 8),
    store.range("r", tail, tail + LAST, 8),
  ]);
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const { key, data, start } of forward) if (near(key, word)) found.set(key, data[start]);
  for (const { key, data, start } of backward) {
    const spelling = [...key].reverse().join("");
    if (near(spelling, word)) found.set(spelling, data[start]);
  }
  found.delete(word);
  const order = [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return order.slice(0, MOST).map(([spelling]) => spelling);
}

/** Whether two words differ by one edit at most. @param {string} a @param {string} b */
export function near(a, b) {
  const difference = a.length - b.length;
  if (Math.abs(difference) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  if (difference > 0) return a.slice(i + 1) === b.slice(i);
  if (difference < 0) return a.slice(i) === b.slice(i + 1);
  const swapped = a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
  return swapped || a.slice(i + 1) === b.slice(i + 1);
}

/**
 * A concept that a form names.
 * @typedef {object} Concept
 * @property {string} id
 * @property {Record<string, string>} labels
 * @property {string[]} forms
 * @property {number} by how the form names it: 0 a name of it, 1 its reading, 2 its initials
 * @property {number[]} own first sections of its own pages
 * @property {{doc: number, heading: number}[]} mentions 2: is the heading, 1: stands in it
 */

/**
 * @param {Store} store
 * @param {string} form without spaces
 * @returns {Promise<Concept[]>}
 */
export async function concepts(store, form) {
  const found = form ? await store.find("f", form) : undefined;
  if (!found) return [];
  const text = new TextDecoder().decode(found.data.subarray(found.start, found.end));
  return JSON.parse(text).map((/** @type {any} */ raw) => {
    let doc = 0;
    const mentions = raw.in.map((/** @type {number} */ step) => {
      doc += step >> 2;
      return { doc, heading: step & 3 };
    });
    const { id, labels, forms, own, by = 0 } = raw;
    return { id, labels, forms, own, by, mentions };
  });
}

/**
 * Headings by their reading (pinyin, romaji); `share` tells how much of it was typed.
 * @param {Store} store
 * @param {string} letters without spaces
 * @returns {Promise<{doc: number, kind: number, share: number}[]>}
 */
export async function spoken(store, letters) {
  const spelling = letters.slice(0, LONGEST_KEY);
  if (spelling.length < 2) return [];
  const range = await store.range("p", spelling, spelling + LAST, 3);
  return range.flatMap((found) =>
    flagged(found, 2).map(({ doc, flag }) => ({
      doc,
      kind: flag,
      share: spelling.length / found.key.length,
    })),
  );
}

/** Characters of a query that may be mistaken for others of the same sound. */
const MOST_HEARD = 12;
/** Ways to read a query that are looked up. */
const MOST_READINGS = 16;

/**
 * Headings that sound like characters that stand nowhere side by side.
 * @param {Store} store
 * @param {import("./tokenize.js").Atom[]} list
 */
export async function heard(store, list) {
  if (list.length < 2 || list.length > MOST_HEARD) return [];
  /** @type {Map<string, string[]>} */
  const sounds = await store.sounds();
  let spellings = [""];
  for (const { text } of list) {
    const readings = sounds.get(text) ?? [];
    spellings = spellings.flatMap((begun) => readings.map((sound) => begun + sound));
    spellings.length = Math.min(spellings.length, MOST_READINGS);
  }
  return exactly(store, spellings);
}

/** Neighbours of each letter on the keyboard. */
const KEYS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
/** Letters of pinyin from which on a slip is looked for: shorter ones are near too many. */
const SHORTEST_SLIP = 5;
/** Files of readings that are looked through for slips. */
const MOST_SLIP_FILES = 4;

/**
 * Headings whose reading is one slip of the fingers away: two letters swapped, a neighbouring
 * key, a letter too many or twice too few.
 * @param {Store} store
 * @param {string} letters
 */
export async function slips(store, letters) {
  if (letters.length < SHORTEST_SLIP || letters.length > LONGEST_KEY) return [];
  const files = new Set();
  await store.prepare("p", [letters]);
  const near = [...new Set(mistyped(letters))].filter((spelling) => {
    if (!store.isPrepared("p", spelling)) return false;
    const number = store.place("p", spelling);
    if (number >= 0 && files.size < MOST_SLIP_FILES) files.add(number);
    return files.has(number);
  });
  return exactly(store, near);
}

/** @param {string} letters those that share the longest beginning with what was typed come first */
function* mistyped(letters) {
  for (let i = letters.length - 1; i >= 0; i--) {
    const [before, here, next, after] = [letters.slice(0, i), letters[i], letters[i + 1] ?? "", letters.slice(i + 2)];
    if (next && next !== here) yield before + next + here + after;
    yield before + next + after;
    yield before + here + here + next + after;
    for (const key of keysBeside(here)) yield before + key + next + after;
  }
}

/** @param {string} letter */
function keysBeside(letter) {
  const row = KEYS.findIndex((keys) => keys.includes(letter));
  const at = KEYS[row]?.indexOf(letter) ?? 0;
  return [-1, 0, 1].flatMap((step) => {
    const keys = KEYS[row + step] ?? "";
    return [...keys.slice(Math.max(0, at - 1), at + 2)].filter((key) => key !== letter);
  });
}

/**
 * Headings with one of some readings, whole or from a later word on.
 * @param {Store} store
 * @param {string[]} spellings
 */
async function exactly(store, spellings) {
  const found = await Promise.all(spellings.map((spelling) => spoken(store, spelling)));
  return found.flat().filter(({ kind, share }) => share === 1 && kind % 2 === 0);
}
