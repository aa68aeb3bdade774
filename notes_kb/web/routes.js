/**
 * Routes: which of their pages this browser has read to the end. It is kept here and sent nowhere.
 */
(function () {
  "use strict";

  const KEY = "nk-routes";

  /**
   * Gives the numbers of the pages that were read, by the address of their route.
   * @returns {Record<string, number[]>}
   */
  function read() {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? "{}");
    } catch {
      return {}; // Storage is switched off, or not ours.
    }
  }

  /** @param {Element} element */
  const route = (element) =>
    new URL(element.getAttribute("data-route") ?? "", document.baseURI).pathname;

  function mark() {
    const all = read();
    for (const bar of document.querySelectorAll(".nk-route")) {
      const done = new Set(all[route(bar)]).add(Number(bar.getAttribute("data-step")));
      all[route(bar)] = [...done].sort((a, b) => a - b);
    }
    try {
      localStorage.setItem(KEY, JSON.stringify(all));
    } catch {
      // Then nothing is kept.
    }
  }

  function start() {
    for (const list of document.querySelectorAll(".nk-steps")) {
      const done = new Set(read()[route(list)]);
      for (const [n, item] of [...list.children].entries()) {
        item.classList.toggle("nk-done", done.has(n + 1));
      }
      const said = document.querySelector(".nk-progress");
      const count = list.querySelectorAll(".nk-done").length;
      if (said && count) {
        said.textContent = (said.getAttribute("data-text") ?? "").replace("#", String(count));
      }
    }
    const end = document.querySelector(".nk-route") && document.querySelector(".nk-end");
    if (!end) return;
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      mark();
    });
    watch.observe(end);
  }

  /** @type {any} */ const pages = /** @type {any} */ (window).document$;
  if (pages) pages.subscribe(start);
  else start();
})();
