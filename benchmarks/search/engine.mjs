/**
 * The engine under Node against an index on disk: answers, milliseconds, and bytes.
 * Reads lines of `{query, language, fresh}`; `fresh` starts with nothing fetched.
 */
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { join } from "node:path";
const [, , folder, scripts] = process.argv;
const { Engine } = await import(join(scripts, "engine.js"));
let bytes = 0, files = 0;
const load = async (name) => {
  const data = new Uint8Array(await readFile(join(folder, name)));
  bytes += data.length; files++;
  return data;
};
let engine = new Engine(load);
for await (const line of createInterface({ input: process.stdin })) {
  const { query, language, fresh, limit = 100, budget = 12 } = JSON.parse(line);
  if (fresh) engine = new Engine(load);
  bytes = 0; files = 0;
  if (fresh) await (await engine.open()).sections();
  const ready = bytes;
  const start = performance.now();
  let answer, error;
  try { answer = await engine.search(query, { language, limit, budget }); } catch (e) { error = e.stack; }
  const ms = performance.now() - start;
  const hits = answer?.results.map((r) => [r.url, r.sections.map((s) => s.anchor)]);
  process.stdout.write(JSON.stringify({ hits, soft: answer?.soft, error, ms, bytes, ready, files, heap: process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers }) + "\n");
}
