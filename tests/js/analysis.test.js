import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fold } from "../../notes_kb/search/js/normalize.js";
import { findMarks } from "../../notes_kb/search/js/snippet.js";
import { isInflected, keyWord, stem, wordKey } from "../../notes_kb/search/js/stem.js";
import { atoms, identifierParts, terms } from "../../notes_kb/search/js/tokenize.js";
import { Reader, compare, pairCode, pairOf } from "../../notes_kb/search/js/wire.js";

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

test("marks are the same whether or not a line must be folded first", () => {
  const table = new Map([["強", "强"]]);
  const needles = [
    { texts: ["强", "化"], open: false },
    { texts: ["ab"], open: true },
    { texts: ["x", "强"], open: false },
    { texts: ["c#"], open: false },
    { texts: ["memcpy"], open: false },
  ];
  const marked = (/** @type {string} */ text) =>
    findMarks(text, needles, table).map(({ start, end, needle }) => [text.slice(start, end), needle]);
  // Of Han, Hangul and what is private every hundredth character, of all else every one.
  for (let code = 1; code < 0x10000; code += code > 0x3500 && code < 0xf900 ? 100 : 1) {
    if (code === 10 || (code >= 0xd800 && code < 0xe000)) continue;
    const c = String.fromCharCode(code);
    const line = `强${c}化 强化 ABc${c} X${c}强 c${c}# c# cudaMemcpy${c}`;
    // A letter with an accent makes the whole line be folded.
    assert.deepEqual(marked(line), marked(`${line} é`), `U+${code.toString(16)}`);
  }
  assert.deepEqual(marked("訓練強化"), [["強化", 0]]);
});

test("what is marked in one line of several has the place that it has in the text", () => {
  const text = "Ａ first line\n\nthe second: 强化\nand 强\n化";
  const needles = [{ texts: ["强", "化"], open: false }, { texts: ["a"], open: false }];
  const marks = findMarks(text, needles, new Map());
  assert.deepEqual(marks.map(({ start, end }) => text.slice(start, end)), ["Ａ", "强化"]);
});

test("every character is cut as Python cuts it", () => {
  // The pattern of `notes_kb/text/tokenize.py`.
  const cjk =
    "\\u3005\\u3007\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc\\u3400-\\u4dbf\\u4e00-\\u9fff" +
    "\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{323af}";
  const pattern = new RegExp(
    `([${cjk}])|((?:(?![${cjk}])[\\p{L}\\p{N}])+(?:\\+\\+|#)?)|(?:(?!\\n)[\\s_'’·‐‑-])+` +
      "|((?:\\n|[^\\p{L}\\p{N}_\\s'’·‐‑-])+)",
    "gu",
  );
  const starts = (/** @type {string} */ text) => {
    let place = 0;
    return [...text.matchAll(pattern)].flatMap(({ 1: one, 2: word, 3: gap, index }) => {
      if (gap) place++;
      return one || word ? [[index, (one || word).length, place++]] : [];
    });
  };
  // Of Han and Hangul every tenth character, of all else every one, and some beyond.
  for (let code = 0; code < 0x33000; code += code > 0x3500 && code < 0xd700 ? 10 : code > 0xffff ? 37 : 1) {
    const c = String.fromCodePoint(code);
    const text = `a${c}b ${c}${c} 字${c}字${c}++ x#${c}`;
    const cut = atoms(text).map(({ start, end, place }) => [start, end - start, place]);
    assert.deepEqual(cut, starts(text), code.toString(16));
  }
});

test("the keys of pairs sort as their texts do", () => {
  const keys = ["a", "云", "云云", "云端", "端", "端\u{20001}", "\uffee", "\u{20000}", "\u{20000}云"];
  const codes = keys.map(pairCode);
  assert.deepEqual(codes, [...codes].sort((a, b) => a - b));
  assert.deepEqual(codes.map(pairOf), keys);
});

test("text that needs no normalization is folded as all other text is", () => {
  // A mark that goes away takes the long way.
  for (const text of ["Big 强學", "[x_Y]\n", "㐀龥鿿", "İ", "ﬁ", "é", "Ａ", "ｶ"]) {
    assert.equal(fold(text, table), fold(`${text}\u200b`, table));
  }
});

const PAIRS = [
  ["operates", "operating", true],
  ["operates", "operator", false],
  ["operates", "operation", false],
  ["dispatching", "dispatches", true],
  ["running", "runs", true],
  ["policies", "policy", true],
  ["classes", "class", true],
  ["measurement", "measure", false],
  ["evaluates", "evaluation", false],
];
for (const [a, b, same] of PAIRS) {
  test(`${a} and ${b} are ${same ? "" : "not "}forms of one word`, () => {
    assert.equal(stem(a), stem(b));
    assert.equal(isInflected(a, b), same);
  });
}
