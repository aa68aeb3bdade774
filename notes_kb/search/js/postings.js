/** Where terms stand: decoding, phrases, unions. */
import { Reader } from "./wire.js";

/** The place at which a section's text begins; its heading stands before it. */
export const BODY = 32;

/**
 * Places in sections. Section `docs[i]` has the places `places[at[i]]` to
 * `places[at[i + 1] - 1]`, ascending; `heads[i]` is the length of its heading where the
 * first place lies in it, else 0.
 * @typedef {object} Hits
 * @property {number[]} docs ascending
 * @property {number[]} at one more than docs
 * @property {number[]} places
 * @property {number[]} heads
 * @property {Set<number>} [likely] of a partial list, those that probably do go on so
 * @property {Set<number>} [unlike] those in whose heading something else stands in the place of a
 *   character at the phrase's edge
 * @property {boolean} [partial] whether more sections may hold it than are listed
 */

/** @returns {Hits} */
export const noHits = () => ({ docs: [], at: [0], places: [], heads: [] });

/**
 * @param {Uint8Array} data
 * @param {number} start
 * @param {number} end
 * @returns {Hits}
 */
export function decode(data, start, end) {
  const hits = noHits();
  const reader = new Reader(data, start);
  let doc = 0;
  while (reader.at < end) {
    const head = reader.varint();
    doc += Math.floor(head / 2);
    let count = head & 1 ? reader.varint() : 1;
    let place = reader.varint();
    hits.docs.push(doc);
    hits.heads.push(place < BODY ? reader.varint() : 0);
    hits.places.push(place);
    while (--count > 0) hits.places.push((place += reader.varint()));
    hits.at.push(hits.places.length);
  }
  return hits;
}

/**
 * Keep the places of `a` at which `b` stands `distance` further on.
 * @param {Hits} a
 * @param {Hits} b
 * @param {number} distance
 * @returns {Hits}
 */
export function adjacent(a, b, distance) {
  const out = noHits();
  for (let i = 0, j = 0; i < a.docs.length && j < b.docs.length; ) {
    if (a.docs[i] < b.docs[j]) i++;
    else if (a.docs[i] > b.docs[j]) j++;
    else {
      let y = b.at[j];
      for (let x = a.at[i]; x < a.at[i + 1]; x++) {
        const wanted = a.places[x] + distance;
        while (y < b.at[j + 1] && b.places[y] < wanted) y++;
        if (y === b.at[j + 1]) break;
        if (b.places[y] === wanted) out.places.push(a.places[x]);
      }
      const from = out.at[out.at.length - 1];
      if (out.places.length > from) {
        out.docs.push(a.docs[i]);
        out.heads.push(out.places[from] < BODY ? a.heads[i] || b.heads[j] : 0);
        out.at.push(out.places.length);
      }
      i++;
      j++;
    }
  }
  return out;
}

/**
 * Whether hits have one place in one section.
 * @param {Hits} hits
 * @param {number} doc
 * @param {number} place
 */
export function isAt({ docs, at, places }, doc, place) {
  let [low, high] = [0, docs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (docs[middle] < doc) low = middle + 1;
    else high = middle;
  }
  return docs[low] === doc && places.slice(at[low], at[low + 1]).includes(place);
}

/**
 * Intersect the terms of a phrase, the rarest first; places are those of its beginning.
 * @param {{hits: Hits, offset: number}[]} parts
 * @returns {Hits}
 */
export function phrase(parts) {
  if (!parts.length) return noHits();
  const [first, ...rest] = [...parts].sort((a, b) => a.hits.docs.length - b.hits.docs.length);
  let out = first.hits;
  for (const { hits, offset } of rest) out = adjacent(out, hits, offset - first.offset);
  return first.offset ? shift(out, first.offset) : out;
}

/** @param {Hits} hits @param {number} by @returns {Hits} */
function shift(hits, by) {
  return { ...hits, places: hits.places.map((place) => place - by) };
}

/**
 * Join lists: every place at which any of them stands. Neighbours are joined two by two, so that
 * each entry is copied as often as the number of lists has binary digits.
 * @param {Hits[]} lists
 * @returns {Hits}
 */
export function union(lists) {
  let held = lists.filter(({ docs }) => docs.length);
  while (held.length > 1) {
    /** @type {Hits[]} */
    const joined = [];
    for (let i = 0; i + 1 < held.length; i += 2) joined.push(either(held[i], held[i + 1]));
    if (held.length % 2) joined.push(held[held.length - 1]);
    held = joined;
  }
  return held[0] ?? noHits();
}

/**
 * Every place at which one or the other stands.
 * @param {Hits} a
 * @param {Hits} b
 * @returns {Hits}
 */
function either(a, b) {
  const out = noHits();
  for (let i = 0, j = 0; i < a.docs.length || j < b.docs.length; ) {
    const difference = (a.docs[i] ?? Infinity) - (b.docs[j] ?? Infinity);
    if (difference < 0) copy(a, i++, out);
    else if (difference > 0) copy(b, j++, out);
    else copyBoth(a, i++, b, j++, out);
  }
  return out;
}

/** @param {Hits} from @param {number} i @param {Hits} to */
function copy(from, i, to) {
  to.docs.push(from.docs[i]);
  to.heads.push(from.heads[i]);
  for (let x = from.at[i]; x < from.at[i + 1]; x++) to.places.push(from.places[x]);
  to.at.push(to.places.length);
}

/**
 * Copy the places of one section from two lists in their order, each once.
 * @param {Hits} a
 * @param {number} i
 * @param {Hits} b
 * @param {number} j
 * @param {Hits} to
 */
function copyBoth(a, i, b, j, to) {
  to.docs.push(a.docs[i]);
  to.heads.push(a.heads[i] || b.heads[j]);
  let [x, y] = [a.at[i], b.at[j]];
  while (x < a.at[i + 1] || y < b.at[j + 1]) {
    const one = x < a.at[i + 1] ? a.places[x] : Infinity;
    const other = y < b.at[j + 1] ? b.places[y] : Infinity;
    to.places.push(Math.min(one, other));
    if (one <= other) x++;
    if (other <= one) y++;
  }
  to.at.push(to.places.length);
}

/**
 * The hits in other sections than some.
 * @param {Hits} hits
 * @param {Hits} others
 * @returns {Hits}
 */
export function without(hits, others) {
  const out = noHits();
  let j = 0;
  hits.docs.forEach((doc, i) => {
    while (others.docs[j] < doc) j++;
    if (others.docs[j] !== doc) copy(hits, i, out);
  });
  return out;
}

/**
 * The sections that hold all of several lists, each with the size of the smallest stretch of
 * places that holds one of each, and whether that lies in the heading.
 * @param {Hits[]} lists
 * @returns {{doc: number, size: number, titled: boolean}[]}
 */
export function together(lists) {
  const ordered = [...lists].sort((a, b) => a.docs.length - b.docs.length);
  const rows = new Array(lists.length).fill(0);
  const out = [];
  for (const doc of ordered[0].docs) {
    let held = true;
    ordered.forEach(({ docs }, n) => {
      while (docs[rows[n]] < doc) rows[n]++;
      held &&= docs[rows[n]] === doc;
    });
    if (held) out.push({ doc, ...narrowest(ordered, rows) });
  }
  return out;
}

/**
 * The smallest stretch of a section that holds a place of each list.
 * @param {Hits[]} lists
 * @param {number[]} rows the section's row in each
 */
function narrowest(lists, rows) {
  const count = lists.length;
  // A place and the number of its list in one number, so that sorting compares no objects.
  /** @type {number[]} */
  const marks = [];
  lists.forEach(({ at, places }, n) => {
    for (let x = at[rows[n]]; x < at[rows[n] + 1]; x++) marks.push(places[x] * count + n);
  });
  marks.sort((a, b) => a - b);
  const placeOf = (/** @type {number} */ i) => Math.floor(marks[i] / count);
  const listOf = (/** @type {number} */ i) => marks[i] - count * placeOf(i);
  const held = new Array(count).fill(0);
  let missing = count;
  let size = Infinity;
  let titled = false;
  for (let from = 0, to = 0; to < marks.length; to++) {
    if (held[listOf(to)]++ === 0) missing--;
    while (!missing) {
      const [first, last] = [placeOf(from), placeOf(to)];
      const heading = last < BODY;
      const crosses = first < BODY && !heading;
      size = Math.min(size, crosses ? Infinity : last - first + 1);
      titled ||= heading;
      if (--held[listOf(from++)] === 0) missing++;
    }
  }
  return { size, titled };
}

/**
 * The sections that hold all of several lists within so many places.
 * @param {Hits[]} lists
 * @param {number} most
 * @returns {Hits}
 */
export function beside(lists, most) {
  const out = noHits();
  for (const { doc, size } of together(lists).sort((a, b) => a.doc - b.doc)) {
    if (size > most) continue;
    out.docs.push(doc);
    out.heads.push(0);
    out.places.push(BODY);
    out.at.push(out.places.length);
  }
  return out;
}

/**
 * Those of the hits that stand in headings.
 * @param {Hits} hits
 * @returns {Hits}
 */
export function inHeadings(hits) {
  const out = noHits();
  hits.docs.forEach((doc, i) => {
    if (hits.places[hits.at[i]] >= BODY) return;
    out.docs.push(doc);
    out.heads.push(hits.heads[i]);
    for (let x = hits.at[i]; x < hits.at[i + 1] && hits.places[x] < BODY; x++) {
      out.places.push(hits.places[x]);
    }
    out.at.push(out.places.length);
  });
  return out;
}
