/**
 * What search adds to the theme's dialog: it tells the worker when it is opened, in which
 * language, and when the reader wants to see more; it offers to keep to one language, says how
 * many pages answer, and speaks to screen readers.
 * This and `offers.js` are the only files of the search that know the document.
 */
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const data = new URL("../", script.src);
  /** @type {Record<string, string>} */
  const names = JSON.parse(script.dataset.languages ?? "{}");
  const codes = Object.keys(names);
  const all = script.dataset.all ?? "*";
  let only = "";

  const channel =
    typeof BroadcastChannel === "function" && location.protocol !== "file:"
      ? new BroadcastChannel(`notes-kb-search:${data.pathname}`)
      : undefined;

  /** The language of the page, which instant navigation may have changed. */
  function language() {
    const lang = document.documentElement.lang;
    return codes.find((code) => code === lang) ?? codes.find((code) => lang.startsWith(code)) ?? "";
  }

  function tell() {
    channel?.postMessage({ language: language(), only, scrolls: true });
  }

  /**
   * Ask for more results when the reader scrolls, or where there is room for them.
   * @param {Element} result
   */
  function askForMore(result) {
    const box = result.closest(".md-search__scrollwrap") ?? result.parentElement;
    const list = result.lastElementChild;
    if (!box || !list) return;
    const more = () => channel?.postMessage({ more: true });
    const isShort = () => list.childElementCount > 0 && box.scrollHeight <= box.clientHeight;
    box.addEventListener("scroll", () => box.scrollTop > 0 && more(), { passive: true });
    new MutationObserver(() => isShort() && more()).observe(list, { childList: true });
  }

  /**
   * The theme counts the results that are listed; say how many there are.
   * @param {Element} meta
   */
  function countAll(meta) {
    let total = 0;
    const count = () => {
      const said = meta.textContent ?? "";
      const listed = Number(/\d+/.exec(said)?.[0] ?? total);
      if (listed < total) meta.textContent = said.replace(/\d+/, String(total));
    };
    channel?.addEventListener("message", ({ data: { total: all } }) => {
      if (all === undefined) return;
      total = all;
      count();
    });
    new MutationObserver(count).observe(meta, { childList: true, characterData: true, subtree: true });
  }

  /**
   * @param {Element} result
   * @param {HTMLElement} input
   */
  function addFilter(result, input) {
    if (codes.length < 2 || !channel || result.querySelector(".nk-search-filter")) return;
    const filter = document.createElement("div");
    filter.className = "nk-search-filter md-search-result__meta";
    const button = document.createElement("button");
    button.type = "button";
    const label = () => {
      button.textContent = names[only] ?? all;
    };
    button.addEventListener("click", () => {
      const choices = ["", ...codes];
      only = choices[(choices.indexOf(only) + 1) % choices.length];
      label();
      tell();
    });
    label();
    filter.append(button);
    result.insertBefore(filter, result.lastElementChild);
    steer(result, input, button);
  }

  /**
   * From the box, arrow down leads to the first result and arrow up to the filter, from which
   * both lead back. The theme's own keys, which would leave the button, come later.
   * @param {Element} result
   * @param {HTMLElement} input
   * @param {HTMLElement} button
   */
  function steer(result, input, button) {
    const listed = ".nk-search-start a, a.md-search-result__link";
    const first = () => /** @type {HTMLElement | null} */ (result.querySelector(listed));
    const ways = [
      { from: input, ArrowUp: () => button, ArrowDown: first },
      { from: button, ArrowUp: () => input, ArrowDown: () => first() ?? input },
    ];
    for (const { from, ...keys } of ways) {
      from.addEventListener("keydown", (event) => {
        const key = /** @type {KeyboardEvent} */ (event);
        if (key.isComposing) return;
        const to = keys[/** @type {"ArrowUp" | "ArrowDown"} */ (key.key)]?.();
        if (to) {
          event.preventDefault();
          to.focus();
        }
        if (to || (from === button && /^(Enter| )$/.test(key.key))) event.stopPropagation();
      });
    }
  }

  /**
   * The theme writes the list anew when more is found; the result that has the focus keeps it,
   * or hands it to the first.
   * @param {Element} result
   */
  function keepFocus(result) {
    const list = result.lastElementChild;
    let at = "";
    document.addEventListener("focusin", ({ target }) => {
      const link = target instanceof Element ? target.closest("a.md-search-result__link") : null;
      at = link?.getAttribute("href") ?? "";
    });
    if (!list) return;
    new MutationObserver(() => {
      if (!at || document.activeElement !== document.body) return;
      const links = [...list.querySelectorAll("a")];
      const same = links.find((link) => link.getAttribute("href") === at) ?? links[0];
      same?.focus({ preventScroll: true });
    }).observe(list, { childList: true });
  }

  /** Fetch what offers ways on where nothing is listed: it has time until something is typed. */
  function fetchOffers() {
    const offers = document.createElement("script");
    offers.src = new URL("offers.js", script.src).href;
    Object.assign(offers.dataset, script.dataset);
    document.head.append(offers);
  }

  function start() {
    const input = /** @type {HTMLInputElement | null} */ (
      document.querySelector("[data-md-component=search-query]")
    );
    const result = document.querySelector("[data-md-component=search-result]");
    if (!input || !result) return;
    input.addEventListener("focus", tell);
    channel?.addEventListener("message", ({ data: { listens } }) => {
      if (listens && document.activeElement === input) tell();
    });
    // The theme looks at the box when a key goes up, which pasting, dictation and some
    // input methods never do.
    input.addEventListener("input", (event) => {
      if (!(/** @type {InputEvent} */ (event).isComposing)) input.dispatchEvent(new Event("keyup"));
    });
    const meta = result.firstElementChild;
    meta?.setAttribute("role", "status");
    meta?.setAttribute("aria-live", "polite");
    if (meta && channel) countAll(meta);
    askForMore(result);
    addFilter(result, input);
    keepFocus(result);
    input.addEventListener("focus", fetchOffers, { once: true });
    if (document.activeElement === input) {
      tell();
      fetchOffers();
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
