/** What comes before what: one table, on the small site that Python writes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "../../notes_kb/search/js/engine.js";
import { loadFrom } from "../../notes_kb/search/js/node.js";

const engine = new Engine(loadFrom(new URL("fixtures/index/", import.meta.url).pathname));

/** @param {string} query @param {string} [language] */
async function ask(query, language = "zh") {
  const { results, total } = await engine.search(query, { language });
  const best = results.map(({ url, sections }) =>
    sections[0]?.anchor ? `${url}#${sections[0].anchor}` : url,
  );
  return { results, best, urls: results.map(({ url }) => url), total };
}

/** Query, reader's language, the places of the first results in order. */
const FIRST = [
  ["a heading that begins with punctuation is what is typed", "$data", "zh", ["shell/#data"]],
  ["the same without punctuation is another heading", "data", "zh", ["shell/#plain"]],
  ["a path", "/etc/hosts", "zh", ["shell/#hosts"]],
  ["quotes around one character", "“云”简介", "zh", ["shell/#cloud"]],
  ["a number between brackets", "附录（三）", "zh", ["appendix/#three"]],
  ["the same, the first", "附录（一）", "zh", ["appendix/#one"]],
  ["a bracket alone", "（二）", "zh", ["appendix/#two"]],
  ["a name in prose before one in code", "cudaMemcpyAsync", "zh", ["copy-prose/", "copy-code/"]],
  ["a part of a name", "memcpy", "zh", ["copy-prose/", "copy-code/"]],
  ["words of a name", "cuda async", "zh", ["copy-prose/", "copy-code/"]],
  ["the end of a name, as it is written", "memcpyAsync", "zh", ["copy-prose/", "copy-code/"]],
  ["words of a name in code alone", "grouped topk", "zh", ["copy-code/"]],
  ["phrase, near, far apart", "turbine wheel", "en", ["en/phrase/", "en/near/", "en/far/"]],
  ["most words behind all", "turbine wheel twice", "en", ["en/phrase/", "en/near/", "en/far/"]],
  ["a word as typed before its forms", "measured ", "en", ["en/phrase/", "en/form/"]],
  ["another form alone", "measures ", "en", ["en/phrase/", "en/form/"]],
  ["one character for another of the same sound", "负再均衡", "zh", ["balance/"]],
  ["two letters of pinyin swapped", "fuzaijunhegn", "zh", ["balance/"]],
  ["a neighbouring key", "fuzaijunhemg", "zh", ["balance/"]],
  ["a letter of pinyin too many", "fuzzaijunheng", "zh", ["balance/"]],
  ["pinyin of a concept with two letters swapped", "zhunajia", "zh", ["concepts/expert/"]],
  ["a concept by its reading, though its letters stand elsewhere", "zhuanjia", "zh", ["concepts/expert/", "spelling/"]],
  ["a name before initials", "RL", "zh", ["concepts/reinforcement-learning/"]],
  ["a translation further down is drawn up", "zebra", "zh", ["zebra/", "en/zebra/", "zebras/"]],
];
for (const [name, query, language, places] of FIRST) {
  test(`${name}: ${query}`, async () => {
    const { best } = await ask(query, language);
    assert.deepEqual(best.slice(0, places.length), places, best.join(" "));
  });
}

/** Query, a page, and one that it stands before. */
const BEFORE = [
  ["MoE", "routing/", "concepts/moores-law/"],
  ["MoE", "concepts/moe/", "concepts/moores-law/"],
  ["RL", "notes/evening/", "concepts/crew/"],
  ["zhuanjia", "concepts/moe/", "team/"],
];
for (const [query, above, below] of BEFORE) {
  test(`${query}: ${above} before ${below}`, async () => {
    const { urls } = await ask(query);
    assert.ok(urls.includes(above), urls.join(" "));
    assert.ok(!urls.includes(below) || urls.indexOf(above) < urls.indexOf(below), urls.join(" "));
  });
}

test("only the word that is being typed may go on: those before it are whole, wherever they stand", async () => {
  const begun = async (/** @type {string} */ query) => (await ask(query, "en")).results.length > 0 && !(await engine.search(query, { language: "en" })).soft;
  assert.equal(await begun("wheel turb"), true);
  assert.equal(await begun("turb wheel"), false);
  assert.equal(await begun("wheel turb "), false);
});

test("a question is not answered by the one page that holds all its words far apart", async () => {
  for (const question of ["查尔斯加冕时间", "查尔斯的加冕是什么时间"]) {
    const { urls } = await ask(question);
    assert.equal(urls[0], "crown/", question);
    assert.ok(urls.includes("lists/"), question);
  }
});

test("code is shown as code, its line whole, the word marked", async () => {
  const { results } = await ask("memcpy");
  const { text } = results.find(({ url }) => url === "copy-code/").sections[0];
  assert.match(text, /^<code>cuda<mark>Memcpy<\/mark>Async\(dst, src, size\);/);
});

test("a page is one result, whether prose or code of it answers", async () => {
  const { urls } = await ask("cudaMemcpyAsync");
  assert.equal(new Set(urls).size, urls.length);
});
