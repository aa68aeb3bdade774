/**
 * Asks our engine under Node: `node node_driver.mjs ENGINE.js INDEX`. Reads a line of JSON for
 * each query, `{query, language, cold, rest, again}`, and answers with a line of JSON: the
 * places of the first answer, the longer list, what was fetched, and milliseconds of processor.
 * Files "arrive" in rounds: all that were asked for before any arrived make one round trip.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [script, folder] = process.argv.slice(2);
await import(pathToFileURL(script).href);
const { Service } = globalThis.notesKbSearch.service;
const base = pathToFileURL(`${folder}/`);
const counted = { requests: 0, titles: 0, bytes: 0, rounds: 0, waves: 0 };
/** Connections to one host under HTTP/1.1. */
const CONNECTIONS = 6;
/** Milliseconds without a request after which all that were made are on their way together. */
const TOGETHER = 20;
let waiting = [];
let timer;

async function load(name) {
  const data = new Uint8Array(readFileSync(new URL(name, base)));
  counted.requests++;
  if (name.startsWith("t")) counted.titles++;
  counted.bytes += data.length;
  await new Promise((resolve) => {
    waiting.push(resolve);
    clearTimeout(timer);
    timer = setTimeout(arrive, TOGETHER);
  });
  return data;
}

function arrive() {
  const landed = waiting;
  waiting = [];
  counted.rounds++;
  counted.waves += Math.ceil(landed.length / CONNECTIONS);
  for (const resolve of landed) resolve();
}

const since = (before) => Object.fromEntries(Object.entries(counted).map(([k, v]) => [k, v - before[k]]));
const places = ({ data }) => data.items.map(([first]) => first?.location);

/** Processor time between two looks at it, because other programs may run beside. */
const milliseconds = (from, to) => (to.user + to.system - from.user - from.system) / 1000;

let service;
let posted = [];
function start(language) {
  service = new Service(load, (message) => posted.push({ message, cpu: process.cpuUsage(), spent: { ...counted } }), language);
  service.quiet = 0;
}

async function ask({ query, language, cold, rest, again }) {
  const out = {};
  if (cold || !service) {
    start(language);
    const before = { ...counted };
    await service.warm();
    out.ready = since(before);
  }
  service.language = language;
  const run = async () => {
    posted = [];
    const before = { ...counted };
    const began = process.cpuUsage();
    await service.query({ type: 2, data: query });
    const [first] = posted;
    const spent = Object.fromEntries(Object.entries(first.spent).map(([k, v]) => [k, v - before[k]]));
    return { places: places(first.message), ms: milliseconds(began, first.cpu), spent };
  };
  service.scrolls = !rest;
  Object.assign(out, await run());
  if (rest && posted.length > 1) out.places = places(posted.at(-1).message);
  if (again) out.again = (await run()).ms;
  return out;
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await ask(JSON.parse(line)).catch((error) => ({ error: `${error?.stack ?? error}`, places: [], ms: 0 }));
  if (globalThis.gc) globalThis.gc();
  process.stdout.write(`${JSON.stringify({ ...answer, heap: process.memoryUsage().heapUsed })}\n`);
}
