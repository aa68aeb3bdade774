import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Engine } from "../../notes_kb/search/js/engine.js";
import { loadFrom } from "../../notes_kb/search/js/node.js";
import { plain } from "../../notes_kb/search/js/results.js";
import { deflateSync, inflateSync } from "node:zlib";

const folder = new URL("fixtures/index/", import.meta.url).pathname;
const load = loadFrom(folder);
const engine = new Engine(load);

/** Query, reader's language, where the first result's best section is. */
const FOUND = [
  ["快速傅里叶逆变换", "zh", "notes/evening/#fft"],
  ["叶逆变", "zh", "notes/evening/#fft"],
  ["息学", "zh", "notes/trees/"],
  ["R1模型", "zh", "notes/evening/#r1"],
  ["用C++写", "zh", "notes/evening/#fft"],
  ["Dijkstra算法", "zh", "notes/trees/#dijkstra"],
  ["dijkstra 算", "zh", "notes/trees/#dijkstra"],
  ["線段樹合併", "zh", "notes/trees/#merge"],
  ["xianduanshuhebing", "zh", "notes/trees/#merge"],
  ["xian duan shu he bing", "zh", "notes/trees/#merge"],
  ["daiquanwuxiangliantongtudezuixiaoshengchengshuyucixiaoshengchengshu", "zh", "notes/trees/#long"],
  ["xdshb", "zh", "notes/trees/#merge"],
  ["强化学习", "zh", "concepts/reinforcement-learning/"],
  ["强化 学习", "zh", "concepts/reinforcement-learning/"],
  ["強化學習", "zh", "concepts/reinforcement-learning/"],
  ["qianghuaxuexi", "zh", "concepts/reinforcement-learning/"],
  ["qhxx", "zh", "concepts/reinforcement-learning/"],
  ["reinforcement learning", "zh", "concepts/reinforcement-learning/"],
  ["reinforcement learning", "en", "en/concepts/reinforcement-learning/"],
  ["强化学习", "en", "en/concepts/reinforcement-learning/"],
  ["renforcement lerning", "en", "en/concepts/reinforcement-learning/"],
  ["MoE", "zh", "concepts/moe/"],
  ["moe", "en", "en/concepts/moe/"],
  ["专家混合", "zh", "concepts/moe/"],
  ["混合专", "zh", "concepts/moe/"],
  ["generating", "en", "en/concepts/reinforcement-learning/"],
  ["run", "en", "en/concepts/moe/"],
  ["rewards agent", "en", "en/concepts/reinforcement-learning/"],
  ["距离 内存", "zh", "notes/trees/"],
  ["树", "zh", "notes/trees/"],
  ["晚", "zh", "notes/evening/"],
  ["怎么让两棵树相加呢？", "zh", "notes/trees/#merge"],
  ["lang:en R1", "zh", "en/notes/evening/#r1"],
];
for (const [query, language, place] of FOUND) {
  test(`${query} (${language}) leads to ${place}`, async () => {
    const { results } = await engine.search(query, { language });
    const [{ url, sections }] = results;
    const places = sections.map(({ anchor }) => (anchor ? `${url}#${anchor}` : url));
    assert.equal(place.includes("#") ? places[0] : url, place, JSON.stringify(places));
  });
}

const HOSTILE = [
  "", " ", "a".repeat(5000), "树".repeat(5000), '"*~:^+-'.repeat(700), "😀".repeat(900), "((((", "[a-z]*",
  "<img src=x onerror=alert(1)>", "\u0000\u0001", "\ud800", "__proto__ constructor", "lang:xx 树",
  "的 ".repeat(400), "a ".repeat(400), "ﷺ".repeat(300), "https://a.b/c?d=e&f=%00",
];
test("no query throws, hangs or takes longer than a tenth of a second", async () => {
  for (const query of HOSTILE) {
    await engine.search(query, {});
    const started = process.cpuUsage();
    const { results } = await engine.search(query, {});
    // Processor time, in microseconds: neighbours on the machine do not change it.
    const { user, system } = process.cpuUsage(started);
    assert.ok(user + system < 100_000, JSON.stringify(query.slice(0, 20)));
    assert.ok(Array.isArray(results));
  }
});

test("nothing of a text reaches the dialog as markup, but our marks", async () => {
  const { results } = await engine.search("引号", {});
  const [{ sections }] = results;
  for (const html of sections.flatMap(({ heading, text }) => [heading, text])) {
    assert.doesNotMatch(html.replace(/<\/?mark>/g, ""), /[<>"]/);
  }
  assert.equal(plain(sections[0].heading), '<b>引号"与&标签</b>');
});

test("what matched is marked, also across scripts and spaces", async () => {
  const { results } = await engine.search("r1 模型", {});
  assert.match(results[0].sections[0].text, /<mark>R1模型<\/mark>/);
});

test("a result says why it matched where its text does not show it", async () => {
  const { results } = await engine.search("RL", { language: "zh" });
  assert.match(results[0].sections[0].why, /强化学习/);
});

test("pages in the reader's language come first, then the others", async () => {
  const { results } = await engine.search("GRPO", { language: "en" });
  assert.deepEqual(results.map(({ other }) => other), [false, true]);
});

test("one language only, if the reader asks for it", async () => {
  const { results } = await engine.search("GRPO", { language: "zh", only: "en" });
  assert.deepEqual(results.map(({ language }) => language), ["en"]);
});

test("a missing file fetches the manifest anew, once", async () => {
  let manifests = 0;
  const torn = new Engine(async (name) => {
    if (name.startsWith("manifest")) manifests++;
    if (name.startsWith("h0") && manifests < 2) throw new Error("404");
    return load(name);
  });
  const { results } = await torn.search("线段树合并", {});
  assert.equal(results[0].url, "notes/trees/");
  assert.equal(manifests, 2);
});

test("where a file stays missing, the rest answers", async () => {
  const torn = new Engine(async (name) => {
    if (/^[xw]/.test(name)) throw new Error("404");
    return load(name);
  });
  const answer = await torn.search("线段树合并", {});
  assert.equal(answer.partial, true);
  assert.equal(answer.results[0].url, "notes/trees/");
  assert.equal(answer.results[0].sections[0].heading, "<mark>线段树合并</mark>");
});

test("a page in place of a file is no file of the index", async () => {
  const host = new Engine(async (name) =>
    name.startsWith("manifest") ? load(name) : new TextEncoder().encode("<!doctype html>404"),
  );
  await assert.rejects(host.search("线段树", {}), /lacks/);
});

test("a manifest of another format is refused with a sentence", async () => {
  const newer = new Engine(async (name) => {
    const manifest = JSON.parse(inflateSync(await readFile(folder + name)).toString());
    return new Uint8Array(deflateSync(JSON.stringify({ ...manifest, format: 99 })));
  });
  await assert.rejects(newer.search("线段树", {}), /format 99/);
});
