/**
 * What the search dialog offers where nothing is listed: results that were opened lately, which
 * only this browser knows, and the site's topics. Fetched when the dialog is opened.
 */
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const data = new URL("../", script.src);
  const root = new URL("../../", data);
  const codes = Object.keys(JSON.parse(script.dataset.languages ?? "{}"));
  /** Where results that were opened are kept, and how many. */
  const RECENT = `nk-recent:${root.pathname}`;
  const MOST_RECENT = 5;
  const LINK = "a.md-search-result__link";

  const channel =
    typeof BroadcastChannel === "function" && location.protocol !== "file:"
      ? new BroadcastChannel(`notes-kb-search:${data.pathname}`)
      : undefined;

  /** The language of the page, as `dialog.js` tells it. */
  function language() {
    const lang = document.documentElement.lang;
    return codes.find((code) => code === lang) ?? codes.find((code) => lang.startsWith(code)) ?? "";
  }

  /** @returns {[string, string][]} titles and addresses below the root, the latest first */
  function recent() {
    try {
      const kept = JSON.parse(localStorage.getItem(RECENT) ?? "[]");
      return kept.filter((/** @type {any} */ row) => row?.length === 2 && row.every((/** @type {any} */ one) => typeof one === "string"));
    } catch {
      return []; // A browser may forbid it, or hold what others wrote.
    }
  }

  /** @param {HTMLAnchorElement} link */
  function remember(link) {
    const title = link.querySelector("h1, h2")?.textContent?.trim();
    const there = new URL(link.href);
    there.search = "";
    if (!title || !there.href.startsWith(root.href)) return;
    const row = [title.slice(0, 100), there.href.slice(root.href.length)];
    const rows = [row, ...recent().filter(([, url]) => url !== row[1])].slice(0, MOST_RECENT);
    try {
      localStorage.setItem(RECENT, JSON.stringify(rows));
    } catch {
      // Then nothing is offered the next time.
    }
  }

  /**
   * Offer ways on before anything is typed, and where nothing was found.
   * @param {Element} result
   * @param {HTMLInputElement} input
   */
  function addStart(result, input) {
    const box = document.createElement("div");
    box.className = "nk-search-start";
    result.insertBefore(box, result.lastElementChild);
    const fillRecent = section(box, script.dataset.recent ?? "");
    const fillTopics = section(box, script.dataset.topics ?? "");
    /** @type {[string, string][]} */
    let topics = [];
    let none = false;
    let heard = false;

    const show = () => {
      const empty = !input.value.trim();
      box.hidden = !empty && !none;
      // Hidden links would stand in the way of the theme's arrow keys.
      fillRecent(empty ? recent() : []);
      fillTopics(box.hidden ? [] : topics);
    };
    const ask = () => channel?.postMessage({ language: language(), offer: true });
    channel?.addEventListener("message", ({ data: told }) => {
      if (told.listens && document.activeElement === input) ask();
      if (told.topics && told.language === language()) topics = told.topics;
      // With the topics it is said again, perhaps by another page's worker, which answers too.
      if (told.total !== undefined && !(told.topics && heard)) none = told.total === 0;
      heard ||= told.total !== undefined && !told.topics;
      show();
    });
    result.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest(LINK) : null;
      if (link) remember(/** @type {HTMLAnchorElement} */ (link));
    });
    for (const type of ["focus", "input", "keyup"]) input.addEventListener(type, show);
    input.form?.addEventListener("reset", () => setTimeout(show));
    show();
    ask();
  }

  /**
   * Add a section to the box. What is given fills it: where the rows are the same, its links
   * stay, and with them the focus.
   * @param {Element} box
   * @param {string} name
   */
  function section(box, name) {
    const part = document.createElement("div");
    const head = document.createElement("p");
    head.className = "nk-search-start__name";
    head.textContent = name;
    const list = document.createElement("ul");
    part.append(head, list);
    part.hidden = true;
    box.append(part);
    let listed = "[]";
    return (/** @type {[string, string][]} */ rows) => {
      if (JSON.stringify(rows) === listed) return;
      listed = JSON.stringify(rows);
      part.hidden = !rows.length;
      list.replaceChildren(...rows.map(item));
    };
  }

  /** @param {[string, string]} row - title and address below the root */
  function item([title, url]) {
    const link = document.createElement("a");
    link.href = new URL(url, root).href;
    link.textContent = title;
    const row = document.createElement("li");
    row.append(link);
    return row;
  }

  const input = /** @type {HTMLInputElement | null} */ (
    document.querySelector("[data-md-component=search-query]")
  );
  const result = document.querySelector("[data-md-component=search-result]");
  if (input && result) addStart(result, input);
})();
