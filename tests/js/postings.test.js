/** Lists of places, joined and filtered, beside the same by sets. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { BODY, decode, noHits, together, union, without } from "../../notes_kb/search/js/postings.js";

/** Numbers from 0 to below 1, the same in every run. @param {number} seed */
function chance(seed) {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

/** Section to places. @typedef {Map<number, number[]>} Places */

/** @param {() => number} random @param {number} sections @returns {Places} */
function draw(random, sections) {
  const places = new Map();
  for (let doc = 0; doc < sections; doc++) {
    if (random() < 0.5) continue;
    const found = Array.from({ length: 1 + Math.floor(4 * random()) }, () => Math.floor(60 * random()));
    places.set(doc, [...new Set(found)].sort((a, b) => a - b));
  }
  return places;
}

/** @param {Places} places */
function hits(places) {
  const out = noHits();
  for (const [doc, found] of [...places].sort((a, b) => a[0] - b[0])) {
    out.docs.push(doc);
    out.places.push(...found);
    out.heads.push(found[0] < BODY ? 7 : 0);
    out.at.push(out.places.length);
  }
  return out;
}

/** @param {Places[]} lists */
function joined(lists) {
  /** @type {Places} */
  const all = new Map();
  for (const list of lists) {
    for (const [doc, found] of list) all.set(doc, [...new Set([...(all.get(doc) ?? []), ...found])].sort((a, b) => a - b));
  }
  return all;
}

/** The width of every choice of one place of each list. @param {number[][]} lists @returns {number[][]} */
const choices = (lists) =>
  lists.reduce((before, list) => before.flatMap((one) => list.map((place) => [...one, place])), /** @type {number[][]} */ ([[]]));

for (let seed = 1; seed <= 40; seed++) {
  const random = chance(seed);
  const lists = Array.from({ length: 1 + (seed % 5) }, () => draw(random, seed % 7 ? 12 : 0));
  const written = lists.map(hits);

  test(`union ${seed}`, () => {
    const before = JSON.stringify(written);
    assert.deepEqual(union(written), hits(joined(lists)));
    assert.equal(JSON.stringify(written), before, "lists are kept for the next query");
  });

  test(`without ${seed}`, () => {
    const [first, second = first] = lists;
    const rest = new Map([...first].filter(([doc]) => !second.has(doc)));
    assert.deepEqual(without(hits(first), hits(second)), hits(rest));
  });

  test(`together ${seed}`, () => {
    const found = together(written).sort((a, b) => a.doc - b.doc);
    const docs = [...lists[0].keys()].filter((doc) => lists.every((list) => list.has(doc)));
    assert.deepEqual(found.map(({ doc }) => doc), docs);
    for (const { doc, size, titled } of found) {
      const all = choices(lists.map((list) => /** @type {number[]} */ (list.get(doc))));
      // No stretch leads from the heading into the text.
      const inOne = all.filter((one) => Math.max(...one) < BODY || Math.min(...one) >= BODY);
      const widths = inOne.map((one) => Math.max(...one) - Math.min(...one) + 1);
      assert.equal(size, Math.min(Infinity, ...widths));
      assert.equal(titled, inOne.some((one) => Math.max(...one) < BODY));
    }
  });
}

test("a section with more places than a call takes arguments", () => {
  const many = { docs: [3], at: [0, 300_000], places: Array.from({ length: 300_000 }, (_, i) => 2 * i), heads: [1] };
  const other = { docs: [3], at: [0, 1], places: [5], heads: [1] };
  assert.equal(union([many, other]).places.length, 300_001);
});

test("postings as files have them", () => {
  // Section 2 with places 1 and 40, in a heading of 5; section 3 with place 50.
  const data = Uint8Array.from([5, 2, 1, 5, 39, 2, 50]);
  assert.deepEqual(decode(data, 0, data.length), { docs: [2, 3], at: [0, 2, 3], places: [1, 40, 50], heads: [5, 0] });
});
