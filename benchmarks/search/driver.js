/**
 * Asks an engine as a page would: through its own worker, or its own script. Runs on a
 * blank page of the site, so that nothing but the search costs anything.
 */
(() => {
  const SETUP = 0;
  const READY = 1;
  const QUERY = 2;
  const RESULT = 3;
  /** Milliseconds after which a worker may add the rest of a long list. */
  const REST = 1000;

  /** Speaks Material's `SearchMessage` protocol. */
  class Dialog {
    constructor({ worker, index, language }) {
      this.url = new URL(worker, location.origin);
      if (this.url.searchParams.has("lang")) this.url.searchParams.set("lang", language);
      this.index = index;
      this.language = language;
    }

    async start() {
      const answer = await fetch(this.index);
      const index = await answer.json();
      this.worker = new Worker(this.url);
      this.worker.onerror = (event) => this.settle({ error: event.message || "worker error" });
      this.worker.onmessage = ({ data }) => this.take(data);
      const ready = new Promise((resolve) => (this.settle = resolve));
      this.worker.postMessage({ type: SETUP, data: { ...index, options: { suggest: true } } });
      const outcome = await ready;
      if (outcome.error) throw new Error(outcome.error);
    }

    /** What the page does when its search box is focused. */
    async open() {
      const channel = `notes-kb-search:${new URL("../", this.url).pathname}`;
      this.channel = new BroadcastChannel(channel);
      this.channel.postMessage({ language: this.language, only: "" });
    }

    take({ type, data }) {
      if (type === READY) this.settle({});
      if (type === RESULT) this.settle({ places: data.items.map(placeOf).filter(isPlace) });
    }

    /** The first answer to a query; @returns {Promise<{places?: string[], error?: string}>} */
    ask(query) {
      const answered = new Promise((resolve) => (this.settle = resolve));
      this.worker.postMessage({ type: QUERY, data: query });
      return answered;
    }

    /** The next answer to the same query, if one comes. */
    rest() {
      const next = new Promise((resolve) => (this.settle = resolve));
      return Promise.race([next, sleep(REST)]);
    }

    stop() {
      this.settle = () => {};
      this.worker?.terminate();
      this.channel?.close();
    }
  }

  /** Uses Pagefind's own script, with the texts of what a first screen shows. */
  class Pagefind {
    async start() {}

    async open() {
      this.script = await import("/pagefind/pagefind.js");
      await this.script.options({ baseUrl: "/" });
      await this.script.init();
    }

    async ask(query) {
      const { results } = await this.script.search(query);
      this.left = results.slice(10, 100);
      const first = await Promise.all(results.slice(0, 10).map((result) => result.data()));
      this.first = first.map(({ url }) => url);
      return { places: this.first, total: results.length };
    }

    async rest() {
      const more = await Promise.all(this.left.map((result) => result.data()));
      return { places: [...this.first, ...more.map(({ url }) => url)] };
    }

    stop() {}
  }

  /** Speaks the protocol of Zensical's worker, which numbers sections and lists ten a time. */
  class Zensical {
    constructor({ worker, index }) {
      this.url = worker;
      this.index = index;
    }

    async start() {
      const index = await (await fetch(this.index)).json();
      this.locations = index.items.map(({ location }) => placeOf([{ location }]));
      this.worker = new Worker(this.url);
      this.worker.onmessage = ({ data }) => this.settle(data);
      const ready = new Promise((resolve) => (this.settle = resolve));
      this.worker.postMessage({ type: SETUP, data: index });
      if ((await ready).type !== READY) throw new Error("the worker failed");
    }

    open() {}

    async ask(input) {
      const began = performance.now();
      this.query = { input, filter: ALL };
      this.places = [];
      let next = await this.list();
      const ms = performance.now() - began;
      while (next && new Set(this.places).size < 10) next = await this.list(next);
      this.next = next;
      return { places: this.places, ms };
    }

    async rest() {
      while (this.next && new Set(this.places).size < 100) this.next = await this.list(this.next);
      return { places: this.places };
    }

    async list(page) {
      const answered = new Promise((resolve) => (this.settle = resolve));
      this.worker.postMessage({ type: QUERY, data: page ? { ...this.query, page } : this.query });
      const { type, data } = await answered;
      if (type !== RESULT) throw new Error("the worker failed");
      this.places.push(...data.items.map(({ id }) => this.locations[id]));
      return data.pagination.next;
    }

    stop() {
      this.worker?.terminate();
    }
  }

  /** What the page asks with while the reader chose no tag. */
  const ALL = {
    input: { type: "operator", data: { operator: "and", operands: [] } },
    aggregation: { input: [{ type: "term", data: { field: "tags" } }] },
  };
  const KINDS = { pagefind: Pagefind, zensical: Zensical };
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const placeOf = ([first]) => first?.location?.replace(/^(?:\.?\/)*/, "").replace(/[?#].*/, "");
  /** The root page's place is empty, and a place. */
  const isPlace = (place) => place !== undefined;
  let engine;

  globalThis.bench = {
    async start(kind, options) {
      engine?.stop();
      engine = new (KINDS[kind] ?? Dialog)(options);
      await engine.start();
    },

    /** The reader opens the search. */
    async open() {
      await engine.open();
    },

    /** Ask; `more` waits for what an engine lists later. Never rejects. */
    async ask(query, limit) {
      const began = performance.now();
      try {
        const late = sleep(limit).then(() => ({ error: `no answer within ${limit} ms` }));
        const answer = await Promise.race([engine.ask(query), late]);
        return { ms: performance.now() - began, ...answer };
      } catch (error) {
        return { ms: performance.now() - began, error: `${error}` };
      }
    },

    async rest() {
      return (await engine.rest().catch(() => undefined)) ?? {};
    },

    async heap() {
      const measured = await performance.measureUserAgentSpecificMemory();
      return measured.bytes;
    },
  };
})();
