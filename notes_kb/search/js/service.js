/** What the worker does with a message, whatever it runs in. */
import { Engine } from "./engine.js";
import { nearest } from "./nearest.js";
import { RESULT, items, notices, suggestions } from "./protocol.js";
import { MissingError } from "./store.js";
import { texts } from "./texts.js";

/** Milliseconds of quiet after which the rest of a long list is fetched. */
const QUIET = 250;
/**
 * Files that are fetched for each answer to one query, beside manifest and engine: what the first screen shows, some more, all. Six connections carry the first in two
 * rounds.
 */
const FILES = [8, 24, Infinity];
const MOST_PAGES = 100;

/** @typedef {{id?: number, type: number, data?: any, error?: string}} Message */

export class Service {
  /**
   * @param {import("./store.js").Load} load
   * @param {(message: Message) => void} post
   * @param {string} language
   */
  constructor(load, post, language) {
    this.engine = new Engine(load);
    this.post = post;
    this.language = language;
    this.only = "";
    this.quiet = QUIET;
    /** Whether the dialog says when the reader scrolls; else the rest comes by itself. */
    this.scrolls = false;
    /** @type {Message | undefined} */
    this.last = undefined;
    /** The answer to the latest query that was given last. */
    this.step = 0;
    this.complete = true;
  }

  /** Fetch what every query of an ordinary site needs, the manifest, and read it to the end. */
  warm() {
    return this.engine.open().then((store) => store.ready()).catch(() => {});
  }

  /**
   * Hear of the reader's wishes from the dialog.
   * @param {{language?: string, only?: string, scrolls?: boolean, more?: boolean}} wish
   */
  configure({ language = this.language, only = this.only, scrolls = this.scrolls, more = false }) {
    const changed = only !== this.only;
    Object.assign(this, { language, only, scrolls });
    if (changed && this.last) return this.query(this.last);
    if (more && this.last && !this.complete) return this.answer(this.last, this.step + 1);
    return this.warm();
  }

  /**
   * Answer a query; a later one makes it obsolete. A numbered query, which can be answered only
   * once, gets the whole list; others get what a screen shows, then more.
   * @param {Message} message
   */
  async query(message) {
    this.last = message;
    const whole = FILES.length - 1;
    if (message.id !== undefined) return this.answer(message, whole);
    await this.answer(message, 0);
    if (this.complete || this.scrolls) return;
    await new Promise((resolve) => setTimeout(resolve, this.quiet));
    if (this.last === message) await this.answer(message, whole);
  }

  /**
   * @param {Message} message
   * @param {number} step
   */
  async answer(message, step) {
    const typed = typeof message.data === "string" ? message.data : `${message.data?.query ?? ""}`;
    const obsolete = () => message.id === undefined && this.last !== message;
    Object.assign(this, { step, complete: true });
    try {
      const wish = { language: this.language, only: this.only, limit: MOST_PAGES };
      const answer = await this.engine.search(typed, { ...wish, files: FILES[step] });
      if (obsolete()) return;
      this.complete = answer.complete;
      await this.reply(message, typed, answer);
    } catch (error) {
      if (!obsolete()) this.fail(message, error);
    }
  }

  /**
   * @param {Message} message
   * @param {string} typed
   * @param {import("./engine.js").Answer} answer
   */
  async reply(message, typed, answer) {
    const store = await this.engine.open();
    const names = Object.fromEntries(store.manifest.languages);
    const found = answer.results.length || !typed.trim();
    const list = found
      ? items(answer, names, message.id !== undefined, store.manifest.kinds.map((one) => this.named(one, store)))
      : notices(await this.help(store, typed));
    const suggest = suggestions(typed, answer.suggest, typed.trim().length);
    this.send(message, { items: list, suggest, total: answer.total });
  }

  /**
   * A name in the reader's language, else in the site's first that has one.
   * @param {Record<string, string>} names
   * @param {import("./store.js").Store} store
   */
  named(names, store) {
    const code = [this.language, ...store.manifest.languages.map(([one]) => one)].find((one) => one in names);
    return code === undefined ? "" : names[code];
  }

  /** What is offered before anything is typed. @returns {Promise<[string, string][]>} names and URLs */
  async topics() {
    const store = await this.engine.open();
    return store.manifest.topics.map(([names, urls]) => [this.named(names, store), this.named(urls, store)]);
  }

  /**
   * Nothing was found: the nearest concept, and where to propose this one.
   * @param {import("./store.js").Store} store
   * @param {string} typed
   */
  async help(store, typed) {
    const say = texts(this.language);
    const out = [];
    const concept = await nearest(store, typed, this.language);
    if (concept) out.push({ title: say.nearest.replace("{name}", () => concept.label), text: "", location: concept.url });
    const { propose } = store.manifest;
    if (propose) {
      const location = propose.replaceAll("{query}", encodeURIComponent(typed.trim().slice(0, 200)));
      out.push({ title: say.propose, text: typed.trim().slice(0, 200), location });
    }
    return out;
  }

  /** @param {Message} message @param {unknown} error */
  fail(message, error) {
    const say = texts(this.language);
    const text = error instanceof MissingError ? say.outdated : `${/** @type {any} */ (error)?.message ?? error}`;
    console.error("notes_kb search:", error);
    this.send(message, { items: notices([{ title: say.failed, text, location: "" }]) });
  }

  /** @param {Message} message @param {any} data */
  send({ id }, data) {
    this.post(id === undefined ? { type: RESULT, data } : { id, type: RESULT, data });
  }
}
