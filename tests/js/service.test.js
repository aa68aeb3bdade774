import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync, inflateSync } from "node:zlib";
import { loadFrom } from "../../notes_kb/search/js/node.js";
import { suggestions } from "../../notes_kb/search/js/protocol.js";
import { Service } from "../../notes_kb/search/js/service.js";

const load = loadFrom(new URL("fixtures/index/", import.meta.url).pathname);

/** @param {any} message @param {string} [language] */
async function ask(message, language = "zh", files = load) {
  const posted = [];
  await new Service(files, (reply) => posted.push(reply), language).query({ type: 2, ...message });
  return posted;
}

test("an answer holds the page and its sections, best first, the page without an anchor", async () => {
  const [{ type, data }] = await ask({ data: "线段树合并" });
  assert.equal(type, 3);
  const [[section, page]] = data.items;
  assert.equal(section.location, "notes/trees/#merge");
  assert.equal(section.title, "<mark>线段树合并</mark>");
  assert.deepEqual(section.terms, { 线段树合并: true });
  assert.equal(page.location, "notes/trees/");
  assert.ok(section.score > page.score);
});

test("scores fall with the rank, because Enter opens the highest", async () => {
  const [{ data }] = await ask({ data: "强化学习" });
  const best = data.items.map((items) => Math.max(...items.map(({ score }) => score)));
  assert.ok(best.length > 2);
  assert.deepEqual(best, [...best].sort((a, b) => b - a));
});

test("a numbered query gets its number back, and titles that the dialog escapes itself", async () => {
  const [{ id, data }] = await ask({ id: 7, data: { query: "引号" } });
  assert.equal(id, 7);
  assert.equal(data.items[0][0].title, '<b><mark>引号</mark>"与&标签</b>');
});

/** @param {any} answer the tags of each page */
const tagsOf = ([{ data }]) => data.items.map((items) => items.flatMap(({ tags }) => tags ?? []));

test("a page says what it is, and its language if that is not the reader's", async () => {
  assert.deepEqual(tagsOf(await ask({ data: "GRPO" })), [["笔记"], ["笔记", "English"]]);
  assert.deepEqual(tagsOf(await ask({ data: "GRPO" }, "en")), [["Note"], ["Note", "简体中文"]]);
  assert.deepEqual(tagsOf(await ask({ data: "斑马" })).at(0), []); // Of no kind that has a name.
});

test("before anything is typed, topics are offered in the reader's language", async () => {
  const topics = (/** @type {string} */ language) => new Service(load, () => {}, language).topics();
  assert.deepEqual(await topics("en"), [["Reasoning", "en/topics/r/"]]);
  assert.deepEqual(await topics("zh"), [["推理", "topics/r/"]]);
  assert.deepEqual(await topics("fr"), [["推理", "topics/r/"]]);
});

test("where nothing is found, the nearest concept and the place to propose one are offered", async () => {
  const [{ data }] = await ask({ data: "mixtureofxpertsys" });
  const [[nearest], [propose]] = data.items;
  assert.equal(nearest.location, "concepts/moe/");
  assert.match(nearest.title, /混合专家模型/);
  assert.equal(propose.location, "https://example.org/new?title=mixtureofxpertsys");
});

test("an empty query has an empty answer", async () => {
  const [{ data }] = await ask({ data: "  " });
  assert.deepEqual(data.items, []);
});

test("a failing index is told in the reader's language, escaped", async () => {
  const silent = console.error;
  console.error = () => {};
  const broken = async () => {
    throw new Error("<b>404</b>");
  };
  const [{ data }] = await ask({ data: "树" }, "zh", broken);
  console.error = silent;
  assert.equal(data.items[0][0].title, "搜索暂时无法使用");
  assert.doesNotMatch(data.items[0][0].text, /</);
});

test("a later query makes an earlier one obsolete", async () => {
  const posted = [];
  const service = new Service(load, (reply) => posted.push(reply), "zh");
  await Promise.all([service.query({ type: 2, data: "线" }), service.query({ type: 2, data: "线段树" })]);
  assert.equal(posted.length, 1);
});

test("a completion goes on with the word that is typed", () => {
  assert.deepEqual(suggestions("Dijk", ["dijkstra算法"], 4), ["Dijkstra算法"]);
  assert.deepEqual(suggestions("mixture of", ["mixture of experts"], 10), ["of experts"]);
  assert.deepEqual(suggestions("x", [], 1), []);
});

/** A service whose engine lists more the more files it may fetch. */
function growing() {
  const posted = [];
  const asked = [];
  const service = new Service(load, ({ data }) => posted.push(data.items.length), "zh");
  service.quiet = 0;
  const { engine } = service;
  service.engine = /** @type {any} */ ({
    open: () => engine.open(),
    search: async (_, { files }) => {
      asked.push(files);
      const count = Math.min(files, 40);
      const result = { url: "a/", title: "a", language: "zh", sections: [], found: [] };
      return { results: Array(count).fill(result), total: 40, suggest: [], complete: count === 40 };
    },
  });
  return { service, posted, asked };
}

test("a numbered query, which is answered once, gets the whole list", async () => {
  const { service, posted } = growing();
  await service.query({ id: 3, type: 2, data: { query: "x" } });
  assert.deepEqual(posted, [40]);
});

test("others get what a screen shows, and the rest once the reader pauses", async () => {
  const { service, posted } = growing();
  await service.query({ type: 2, data: "x" });
  assert.deepEqual(posted, [8, 40]);
});

test("where the dialog says when it is scrolled, the rest comes then", async () => {
  const { service, posted, asked } = growing();
  await service.configure({ scrolls: true });
  await service.query({ type: 2, data: "x" });
  assert.deepEqual(posted, [8]);
  for (let i = 0; i < 4; i++) await service.configure({ more: true });
  assert.deepEqual(posted, [8, 24, 40]);
  assert.deepEqual(asked, [8, 24, Infinity]);
});

test("an answer says how many pages there are", async () => {
  const [{ data }] = await ask({ data: "GRPO" });
  assert.equal(data.total, 2);
});

test("a damaged manifest is no trouble before something is asked", async () => {
  let changed = 0;
  const damaged = async (/** @type {string} */ name, /** @type {any} */ fresh) => {
    const bytes = await load(name, fresh);
    if (!name.startsWith("manifest")) return bytes;
    changed++;
    const manifest = JSON.parse(inflateSync(bytes).toString());
    return deflateSync(JSON.stringify({ ...manifest, table: {} }));
  };
  await new Service(damaged, () => {}, "zh").warm();
  assert.ok(changed);
});
