/**
 * What search adds to the theme's dialog: it tells the worker when it is opened, in which
 * language, and when the reader wants to see more; it offers to keep to one language, says how
 * many pages answer, and speaks to screen readers.
 * The only file of the search that knows the document.
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

  /** @param {Element} result */
  function addFilter(result) {
    if (codes.length < 2 || !channel || result.querySelector(".nk-search-filter")) return;
    const filter = document.createElement("details");
    filter.className = "nk-search-filter md-search-result__meta";
    const summary = document.createElement("summary");
    summary.setAttribute("role", "button");
    summary.style.cursor = "pointer";
    const label = () => {
      summary.textContent = names[only] ?? all;
    };
    summary.addEventListener("click", (event) => {
      event.preventDefault();
      const choices = ["", ...codes];
      only = choices[(choices.indexOf(only) + 1) % choices.length];
      label();
      tell();
    });
    label();
    filter.append(summary);
    result.insertBefore(filter, result.lastElementChild);
  }

  function start() {
    const input = document.querySelector("[data-md-component=search-query]");
    const result = document.querySelector("[data-md-component=search-result]");
    if (!input || !result) return;
    input.addEventListener("focus", tell);
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
    addFilter(result);
    if (document.activeElement === input) tell();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
