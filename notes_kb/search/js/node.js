/**
 * The engine under Node: `node node.js INDEX SCRIPT` runs the script that readers get, reads
 * a line of JSON for each query, `{"query": …, "language": …, "limit": …}`, and answers
 * with a line of JSON. With `"used": true` the answer names the files that it depends on.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { inflateSync } from "node:zlib";

/**
 * Reads at once, since one process waits for each file anyway: that takes a tenth less of it.
 * @param {string} folder the folder with the manifest
 * @returns {import("./store.js").Load}
 */
export function loadFrom(folder) {
  const base = pathToFileURL(folder.endsWith("/") ? folder : `${folder}/`);
  return async (name) => new Uint8Array(readFileSync(new URL(name, base)));
}

/**
 * Unpacks at once too: the streams that browsers have for it take half the time of all queries.
 * @type {import("./store.js").Unpack}
 */
export const unpack = (packed) => new Uint8Array(inflateSync(packed));

/**
 * Have a store tell on what answers depend: the names of the files that are read for them, and
 * behind a mark those of which it counts whether they are large. What files cost does not matter:
 * it decides by which characters a phrase is looked up, not where it stands.
 * @param {import("./store.js").Store} store
 * @returns {Set<string>} the caller clears it before each query
 */
function watch(store) {
  /** @type {Set<string>} */
  const used = new Set();
  const { keep, isLarge } = store;
  store.keep = (/** @type {string} */ name, /** @type {any} */ read) => {
    used.add(name);
    return /** @type {any} */ (keep.call(store, name, read));
  };
  store.isLarge = (kind, number) => {
    const large = isLarge.call(store, kind, number);
    // In a large site a page of the directory tells it, which was read.
    if (!store.manifest.directories[kind].pages) used.add(`${large ? "+" : "-"}${store.name(kind, number)}`);
    return large;
  };
  return used;
}

/**
 * Answers queries one by one, each as if it were the first: none knows what others have fetched
 * of a directory.
 * @param {import("./engine.js").Engine} engine
 */
function answering(engine) {
  /** @type {import("./store.js").Store | undefined} */
  let watched;
  /** @type {Set<string>} */
  let files = new Set();
  return async (/** @type {string} */ query, /** @type {any} */ { used, ...wish }) => {
    const store = await engine.open();
    store.parts.clear();
    if (used && store !== watched) [watched, files] = [store, watch(store)];
    files.clear();
    const answer = await engine.search(query, wish);
    // Of a store that took the place of this one, because files were missing, nothing was noted.
    return used && (await engine.open()) === store ? { ...answer, used: [...files] } : answer;
  };
}

/** @param {string} folder @param {string} script */
async function main(folder, script) {
  await import(pathToFileURL(script).href);
  const { Engine } = /** @type {any} */ (globalThis).notesKbSearch.engine;
  const ask = answering(new Engine(loadFrom(folder), unpack));
  for await (const line of createInterface({ input: process.stdin })) {
    const { query, ...wish } = JSON.parse(line);
    const started = performance.now();
    const answer = await ask(query, wish).catch((/** @type {Error} */ error) => ({ error: `${error.message}` }));
    const ms = performance.now() - started;
    process.stdout.write(`${JSON.stringify({ ...answer, ms })}\n`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(process.argv[2], process.argv[3]);
}
