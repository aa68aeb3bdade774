/**
 * The worker that serves the theme's search dialog. A classic script, because the theme
 * starts it as one; small, because it is fetched with every page: the engine comes with
 * the first query, or when the dialog is opened.
 */
(() => {
  /** @typedef {import("./service.js").Service} Service */
  /** @typedef {import("./service.js").Message} Message */

  const scope = /** @type {any} */ (globalThis);
  /** What stands in for the worker's surroundings where there are no workers. */
  const shim = scope.notesKbScope;
  const url = new URL(shim?.url ?? self.location.href);
  const data = new URL("../", url);
  const language = url.searchParams.get("lang") ?? "";
  const MANIFEST = "manifest.bin";
  const SETUP = 0;
  const READY = 1;
  const QUERY = 2;
  const RESULT = 3;
  /**
   * What is said, by language, where not even the texts can be loaded, as after a new version of
   * the site: the build writes it above this script (`search/assets.py`).
   */
  const UNLOADED = /** @type {Record<string, string>} */ (scope.notesKbUnloaded ?? {});

  /** @type {Promise<Service> | undefined} */
  let loading;
  /** @type {Promise<Uint8Array> | undefined} */
  let manifest;
  /** @type {number | undefined} How many pages the last answer has. */
  let total;

  const channel =
    typeof BroadcastChannel === "function" && !shim
      ? new BroadcastChannel(`notes-kb-search:${data.pathname}`)
      : undefined;

  /** @param {Message} message */
  function post(message) {
    if (shim) return shim.post(message);
    if (message.data?.total !== undefined) {
      total = message.data.total;
      channel?.postMessage({ total });
    }
    return self.postMessage(message);
  }

  /**
   * @param {string} name
   * @param {boolean} [fresh]
   * @returns {Promise<Uint8Array>}
   */
  async function load(name, fresh) {
    if (shim) return shim.data(new URL(name, data), name);
    if (name === MANIFEST && manifest && !fresh) return manifest;
    const cache = fresh ? "reload" : name === MANIFEST ? "no-cache" : "default";
    const response = await fetch(new URL(name, data), { cache });
    if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** All modules in one script: one request, while the manifest is on its way. */
  async function importEngine() {
    const engine = new URL("engine.js", url);
    if (shim) await shim.script(engine);
    else scope.importScripts(engine.href);
    return scope.notesKbSearch;
  }

  /** @returns {Promise<Service>} */
  function start() {
    if (loading) return loading;
    manifest = load(MANIFEST);
    manifest.catch(() => (manifest = undefined));
    loading = importEngine().then((modules) => new modules.service.Service(load, post, language));
    loading.catch(() => (loading = undefined));
    return loading;
  }

  /** @param {Message} message */
  function receive({ id, type, data: query }) {
    if (type === SETUP) return post({ id, type: READY });
    if (type !== QUERY) return undefined;
    const typed = typeof query === "string" ? query : query?.query;
    if (!typed && !loading) return post({ id, type: RESULT, data: { items: [] } });
    return start().then(
      (service) => service.query({ id, type, data: query }),
      (error) => {
        console.error("notes_kb search:", error);
        const title = UNLOADED[language] ?? UNLOADED[language.split("-")[0]] ?? UNLOADED.en;
        const notice = { location: "", title, text: "", score: 0, terms: {} };
        post({ id, type: RESULT, data: { items: [[notice]] } });
      },
    );
  }

  if (shim) shim.listen(receive);
  else self.addEventListener("message", (event) => receive(event.data));
  if (channel) {
    channel.onmessage = ({ data: wish }) => {
      // Another page's worker speaks on the same channel.
      if (wish.total !== undefined || wish.topics || wish.listens) return;
      const tell = async (/** @type {Service} */ service) => {
        await service.configure(wish);
        if (!wish.offer) return;
        // What asks may have come after the answer.
        channel.postMessage({ topics: await service.topics(), language: wish.language, total });
      };
      start().then(tell).catch(() => {});
    };
    // What was said before this script came was said to nobody.
    channel.postMessage({ listens: true });
  }
})();
