/**
 * Damaged files of the index. A proxy or a disk may change any byte, so whatever arrives is
 * read or refused: in bounded time and memory, with an error that names the index.
 */
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { deflateSync, inflateSync } from "node:zlib";
import { Engine } from "../../notes_kb/search/js/engine.js";
import { foldTable } from "../../notes_kb/search/js/normalize.js";
import { decode } from "../../notes_kb/search/js/postings.js";
import { MissingError, Store } from "../../notes_kb/search/js/store.js";
import { WireError, readPairTable, readTable } from "../../notes_kb/search/js/wire.js";

/** Changed copies of each file that are read; `DAMAGES=20000` for a long run. */
const DAMAGES = Number(process.env.DAMAGES ?? 150);
const folder = new URL("fixtures/index/", import.meta.url);
const names = (await readdir(folder)).filter((name) => name.endsWith(".bin")).sort();
const files = new Map();
for (const name of names) files.set(name, inflateSync(await readFile(new URL(name, folder))));

/** Numbers from 0 to 1 that are the same in every run (mulberry32, by Tommy Ettinger). @param {number} seed */
function numbers(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Copies of bytes with one to three changes. @param {Uint8Array} bytes @param {number} count */
function* damaged(bytes, count) {
  const next = numbers(bytes.length);
  const below = (/** @type {number} */ most) => Math.floor(next() * most);
  for (let i = 0; i < count; i++) {
    let copy = [...bytes];
    for (let changes = 1 + below(3); changes > 0; changes--) {
      // Most of a file is payload; its counts stand at the beginning.
      const at = below(next() < 0.5 ? Math.min(8, copy.length) : copy.length);
      const length = 1 + below(12);
      const change = below(5);
      if (change === 0) copy[at] = below(256);
      if (change === 1) copy = copy.slice(0, at);
      if (change === 2) copy.splice(at, length);
      if (change === 3) copy.splice(at, 0, ...Array(length).fill(0xff), 0x7f);
      if (change === 4) copy.splice(at, 0, ...copy.slice(at, at + length));
    }
    yield Uint8Array.from(copy);
  }
}

/** Call; undefined where the call refuses with a WireError. Any other error fails the test. */
function reading(read) {
  try {
    return read();
  } catch (error) {
    assert.ok(error instanceof WireError, `${error}`);
    return undefined;
  }
}

for (const read of [readTable, readPairTable]) {
  test(`${read.name} gives what lies within the file, or refuses`, () => {
    let refused = 0;
    for (const bytes of files.values()) {
      for (const copy of damaged(bytes, DAMAGES)) {
        const table = reading(() => read(copy));
        if (!table) refused++;
        else {
          assert.ok(table.starts.every((start, i) => start >= (table.starts[i - 1] ?? 0) && start <= copy.length));
        }
      }
    }
    assert.ok(refused > 0);
  });
}

test("postings that go on behind the end are refused", () => {
  for (const bytes of files.values()) {
    for (const copy of damaged(bytes, DAMAGES)) {
      const hits = reading(() => decode(copy, 0, copy.length));
      if (hits) assert.ok(hits.places.length <= copy.length);
    }
  }
});

test("a table of spellings is read or refused", () => {
  for (const copy of damaged(Buffer.from([3, 1, 1, 1, 2, 4, 6]), 10 * DAMAGES)) reading(() => foldTable(copy));
});

const QUERIES = ["强化学习", "qianghuaxuexi", "renforcement lerning", "R1模型"];
// Of JSON with a changed digit or key nothing more is asked than an end: the checksum of each
// file finds what happens on the way.
test("a query over a damaged file ends, with an answer or an error", async () => {
  for (const name of names) {
    for (const copy of damaged(files.get(name), DAMAGES / 30)) {
      const load = async (/** @type {string} */ wanted) => deflateSync(wanted === name ? copy : files.get(wanted));
      const engine = new Engine(load);
      for (const query of QUERIES) {
        const started = process.cpuUsage();
        await engine.search(query, { language: "zh" }).catch((error) => {
          assert.ok(error instanceof Error, `${name}: ${error}`);
        });
        const { user, system } = process.cpuUsage(started);
        assert.ok(user + system < 1_000_000, `${name}: ${query}`);
      }
    }
  }
});

test("a file with a changed byte counts as missing", async () => {
  for (const name of names.filter((name) => !name.startsWith("manifest"))) {
    const bytes = deflateSync(files.get(name));
    bytes[bytes.length >> 1] ^= 1;
    const load = async (/** @type {string} */ wanted) => (wanted === name ? bytes : deflateSync(files.get(wanted)));
    const store = await Store.open(load);
    await assert.rejects(store.keep(name, String), MissingError);
  }
});
