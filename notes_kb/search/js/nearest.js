/** The concept whose name is most like what was typed. */
import { lowerBound } from "./wire.js";
import { concepts } from "./similar.js";
import { bare, readQuery } from "./query.js";
import { WEIGHTS } from "./weights.js";

/** Names on either side of the query's own place that are compared. */
const AROUND = 60;

/**
 * @param {import("./store.js").Store} store
 * @param {string} typed
 * @param {string} language
 * @returns {Promise<{label: string, url: string} | undefined>}
 */
export async function nearest(store, typed, language) {
  const form = bare(readQuery(typed, store.fold).atoms);
  await store.prepare("f", [form]);
  const number = store.place("f", form);
  if (number < 0 || !form) return undefined;
  const { keys } = /** @type {import("./wire.js").Table} */ (await store.table("f", number));
  const place = lowerBound(keys, form);
  let best = "";
  let most = WEIGHTS.alike;
  for (const key of keys.slice(Math.max(0, place - AROUND), place + AROUND)) {
    const share = likeness(key, form);
    if (share > most) [most, best] = [share, key];
  }
  const [concept] = await concepts(store, best);
  if (!concept) return undefined;
  const sections = await store.sections();
  const pages = concept.own.map((section) => sections.pageOf(section));
  const code = store.manifest.languages.findIndex(([name]) => name === language);
  const page = pages.find((page) => sections.languageOf(page) === code) ?? pages[0];
  if (page === undefined) return undefined;
  const [url] = await store.titles(page, sections);
  const label = concept.labels[language] ?? Object.values(concept.labels)[0];
  return { label, url };
}

/** Share of common pairs of characters (Dice's coefficient). @param {string} a @param {string} b */
function likeness(a, b) {
  const pairs = (/** @type {string} */ text) =>
    new Set([...text].map((character, i, all) => character + (all[i + 1] ?? "")));
  const [x, y] = [pairs(a), pairs(b)];
  let common = 0;
  for (const pair of x) if (y.has(pair)) common++;
  return (2 * common) / (x.size + y.size);
}
