import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { findForms } from "../../notes_kb/search/js/match.js";
import { MissingError, Store } from "../../notes_kb/search/js/store.js";

const manifest = { fold: "AA==", directories: {} };

/** A store of `kept` bytes whose files hold 100 bytes and arrive when `land` is called. */
function slow(kept) {
  const waiting = new Map();
  const asked = [];
  const load = (name) => {
    asked.push(name);
    return new Promise((resolve) => waiting.set(name, resolve));
  };
  const store = new Store(load, /** @type {any} */ (manifest), { kept });
  const land = async (name) => {
    waiting.get(name)(new Uint8Array(deflateSync(Buffer.alloc(100))));
    await store.cache.get(name);
  };
  return { store, asked, land };
}

const size = (data) => data.length;

test("what is under way is not forgotten, and fetched once", async () => {
  const { store, asked, land } = slow(250);
  const names = ["a", "b", "c", "d", "e"];
  const promises = names.map((name) => store.keep(name, size));
  for (const name of ["e", "d", "c", "b"]) await land(name);
  store.keep("a", size);
  await land("a");
  assert.deepEqual(await Promise.all(promises), [100, 100, 100, 100, 100]);
  assert.deepEqual(asked, names);
});

test("the cache keeps what fits into it, the latest used last to go", async () => {
  const { store, land } = slow(250);
  for (const name of ["a", "b"]) {
    store.keep(name, size);
    await land(name);
  }
  store.keep("a", size);
  store.keep("c", size);
  await land("c");
  assert.deepEqual([...store.cache.keys()], ["a", "c"]);
  assert.equal(store.weight, 200);
});

test("a file larger than the cache is kept until the next", async () => {
  const { store, land } = slow(50);
  for (const name of ["a", "b"]) {
    store.keep(name, size);
    await land(name);
    assert.deepEqual([...store.cache.keys()], [name]);
  }
});

test("only a missing file is called missing", async () => {
  const load = async (name) => {
    if (name === "gone") throw new Error("404");
    return new Uint8Array(deflateSync(Buffer.from("[")));
  };
  const store = new Store(load, /** @type {any} */ (manifest));
  await assert.rejects(store.keep("gone", size), MissingError);
  const wrong = () => {
    throw new TypeError("a mistake in the code");
  };
  await assert.rejects(store.keep("here", wrong), TypeError);
  assert.equal(store.cache.size, 0);
  assert.equal(store.weight, 0);
});

test("postings are decoded once, and forgotten where they become many", () => {
  const store = new Store(async () => new Uint8Array(), /** @type {any} */ (manifest));
  // 60,000 sections, each with one place.
  const data = new Uint8Array(120_000).fill(40);
  for (let i = 0; i < data.length; i += 2) data[i] = 2;
  const found = { data, start: 0, end: data.length };
  const hits = store.hits(found);
  assert.equal(hits.docs.length, 60_000);
  assert.equal(store.hits(found), hits);
  store.hits({ data: data.slice(), start: 0, end: data.length });
  assert.notEqual(store.hits(found), hits);
  assert.ok(store.numbers <= 400_000);
});

/** Name, large files, whether the word itself stands, files that are asked for. */
const FORMS = [
  ["two files", [], true, ["w0-aaaaaa.bin", "w1-bbbbbb.bin"]],
  ["a file of its own", [[0, 9_000]], true, ["w0-aaaaaa.bin"]],
  ["a file beside which it does not stand", [[0, 9_000]], false, ["w0-aaaaaa.bin", "w1-bbbbbb.bin"]],
];
for (const [name, large, stands, files] of FORMS) {
  test(`the forms of a word in ${name}`, async () => {
    const w = { keys: ["", "wheel\tw"], names: "aaaaaabbbbbb", large, size: 100 };
    /** @type {string[]} */
    const asked = [];
    const load = async (/** @type {string} */ name) => {
      asked.push(name);
      return new Uint8Array(deflateSync(Buffer.from([0])));
    };
    const store = new Store(load, /** @type {any} */ ({ ...manifest, directories: { w } }));
    const data = new Uint8Array();
    store.find = async () => (stands ? { data, start: 0, end: 0 } : undefined);
    await findForms(store, "wheel");
    assert.deepEqual(asked, files);
  });
}
