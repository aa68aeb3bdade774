/**
 * The worker that serves the theme's search dialog. A classic script, because the theme
 * starts it as one; small, because it is fetched with every page: the engine comes with
 * the first query, or when the dialog is opened.
 */
(() => {
  /** @type {any} */
  const shim = /** @type {any} */ (globalThis).notesKbScope;
  const url = new URL(shim?.url ?? self.location.href);
  const data = new URL("../", url);
  const MANIFEST = "manifest.bin";
  const MODULES =
    "wire normalize tokenize stem postings store query match cut similar rank snippet " +
    "engine nearest protocol texts service";
  let service;
  let loading;
  let manifest;

  const post = (message) => (shim ? shim.post(message) : self.postMessage(message));

  async function load(name, fresh) {
    if (shim) return shim.data(new URL(name, data), name);
    if (name === MANIFEST && manifest && !fresh) return manifest;
    const cache = fresh ? "reload" : name === MANIFEST ? "no-cache" : "default";
    const response = await fetch(new URL(name, data), { cache });
    if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** All modules at once: their imports then cost no further round trip. */
  async function importEngine() {
    if (shim) return shim.engine(new URL("classic.js", url));
    try {
      const names = MODULES.split(" ");
      const loaded = await Promise.all(names.map((name) => import(new URL(`${name}.js`, url).href)));
      return loaded[names.length - 1];
    } catch {
      importScripts(new URL("classic.js", url).href);
      return globalThis.notesKbSearch;
    }
  }

  function start() {
    if (!loading) {
      manifest = load(MANIFEST);
      manifest.catch(() => (manifest = undefined));
    }
    loading ??= importEngine().then(({ Service }) => {
      service = new Service(load, post, url.searchParams.get("lang") ?? "");
      return service;
    });
    return loading;
  }

  function receive(message) {
    if (message.type === 0) return post({ id: message.id, type: 1 });
    if (message.type !== 2) return undefined;
    const typed = typeof message.data === "string" ? message.data : message.data?.query;
    if (!typed && !service) return post({ id: message.id, type: 3, data: { items: [] } });
    return start().then(
      (running) => running.receive(message),
      (error) => {
        console.error("notes_kb search:", error);
        post({ id: message.id, type: 3, data: { items: [] } });
      },
    );
  }

  if (shim) shim.listen(receive);
  else self.addEventListener("message", (event) => receive(event.data));
  if (typeof BroadcastChannel === "function") {
    const channel = new BroadcastChannel(`notes-kb-search:${data.pathname}`);
    channel.onmessage = ({ data: wish }) => start().then((running) => running.configure(wish), () => {});
  }
})();
