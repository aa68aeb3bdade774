import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fold } from "../../notes_kb/search/js/normalize.js";
import { keyWord, stem, wordKey } from "../../notes_kb/search/js/stem.js";
import { atoms, identifierParts, terms } from "../../notes_kb/search/js/tokenize.js";
import { Reader, compare } from "../../notes_kb/search/js/wire.js";

const rows = JSON.parse(readFileSync(new URL("../parity/analysis.json", import.meta.url), "utf8"));
const table = new Map([..."強學習構"].map((c, i) => [c, [..."强学习构"][i]]));

for (const [text, folded] of rows.fold) {
  test(`fold ${JSON.stringify(text)}`, () => assert.equal(fold(text, table), folded));
}
for (const [text, expected] of rows.tokens) {
  test(`tokens of ${JSON.stringify(text)}`, () =>
    assert.deepEqual(
      terms(atoms(text)).map(([term, place]) => JSON.stringify([place, term])).sort(),
      expected.map(([term, place]) => JSON.stringify([place, term])).sort(),
    ));
}
for (const [text, expected] of rows.parts) {
  test(`words of the identifiers in ${JSON.stringify(text)}`, () =>
    assert.deepEqual(Object.fromEntries(identifierParts(text)), expected));
}
for (const [word, root] of rows.stems) {
  test(`stem of ${word}`, () => assert.equal(stem(word), root));
}
for (const [word, key] of rows.word_keys) {
  test(`key of ${word}`, () => {
    assert.equal(wordKey(word), key);
    assert.equal(keyWord(key), word);
  });
}
for (const [number, hex] of rows.varints) {
  test(`varint ${number}`, () => assert.equal(new Reader(Buffer.from(hex, "hex")).varint(), number));
}

test("strings compare by code points, as Python sorts them", () => {
  const sorted = ["a", "ab", "z", "\ufb01", "\ud840\udc0b"];
  assert.deepEqual([...sorted].reverse().sort(compare), sorted);
});
