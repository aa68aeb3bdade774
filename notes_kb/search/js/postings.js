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
 * Join lists: every place at which any of them stands.
 * @param {Hits[]} lists
 * @returns {Hits}
 */
export function union(lists) {
  const held = lists.filter(({ docs }) => docs.length);
  if (held.length < 2) return held[0] ?? noHits();
  /** @type {Map<number, {head: number, places: number[]}>} */
  const found = new Map();
  for (const hits of held) {
    hits.docs.forEach((doc, i) => {
      let entry = found.get(doc);
      if (!entry) found.set(doc, (entry = { head: 0, places: [] }));
      entry.head ||= hits.heads[i];
      for (let x = hits.at[i]; x < hits.at[i + 1]; x++) entry.places.push(hits.places[x]);
    });
  }
  const out = noHits();
  for (const doc of [...found.keys()].sort((a, b) => a - b)) {
    const entry = /** @type {{head: number, places: number[]}} */ (found.get(doc));
    entry.places.sort((a, b) => a - b);
    out.docs.push(doc);
    out.places.push(...new Set(entry.places));
    out.heads.push(entry.places[0] < BODY ? entry.head : 0);
    out.at.push(out.places.length);
  }
  return out;
}

/**
 * The hits in other sections than some.
 * @param {Hits} hits
 * @param {Hits} others
 * @returns {Hits}
 */
export function without(hits, others) {
  const known = new Set(others.docs);
  const out = noHits();
  hits.docs.forEach((doc, i) => {
    if (known.has(doc)) return;
    out.docs.push(doc);
    out.heads.push(hits.heads[i]);
    for (let x = hits.at[i]; x < hits.at[i + 1]; x++) out.places.push(hits.places[x]);
    out.at.push(out.places.length);
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
  const [first, ...rest] = [...lists].sort((a, b) => a.docs.length - b.docs.length);
  const places = rest.map((hits) => new Map(hits.docs.map((doc, i) => [doc, i])));
  const out = [];
  for (const [i, doc] of first.docs.entries()) {
    if (!places.every((known) => known.has(doc))) continue;
    /** @type {[number, number][]} */
    const all = [];
    const take = (/** @type {Hits} */ hits, /** @type {number} */ row, /** @type {number} */ of) => {
      for (let x = hits.at[row]; x < hits.at[row + 1]; x++) all.push([hits.places[x], of]);
    };
    take(first, i, 0);
    rest.forEach((hits, n) => take(hits, /** @type {number} */ (places[n].get(doc)), n + 1));
    out.push({ doc, ...narrowest(all.sort((a, b) => a[0] - b[0]), lists.length) });
  }
  return out;
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

/** @param {[number, number][]} places each with the number of its list @param {number} count */
function narrowest(places, count) {
  const held = new Array(count).fill(0);
  let missing = count;
  let size = Infinity;
  let titled = false;
  for (let from = 0, to = 0; to < places.length; to++) {
    if (held[places[to][1]]++ === 0) missing--;
    while (!missing) {
      const heading = places[to][0] < BODY;
      const crosses = places[from][0] < BODY && !heading;
      const width = crosses ? Infinity : places[to][0] - places[from][0] + 1;
      if (width < size || (width === size && heading)) size = width;
      titled ||= heading;
      if (--held[places[from++][1]] === 0) missing++;
    }
  }
  return { size, titled };
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
