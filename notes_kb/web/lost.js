/**
 * The error page: the reader's language first, the search with the words of the address, and
 * pages whose address is like the one that was asked for. Loaded by the error page only, which
 * alone fetches the site map.
 */
(function () {
  "use strict";

  /** Pages that are offered. */
  const MOST = 5;
  /** Likeness below which an address is not worth a look, from 0 to 1. */
  const LEAST = 0.34;
  /** Characters of an address that count. */
  const LONGEST = 300;

  const all = /** @type {HTMLElement | null} */ (document.querySelector(".nk-lost-all"));
  if (!all) return;
  const root = all.dataset.root ?? "/";
  const asked = path(location.pathname).slice(0, LONGEST);
  const blocks = /** @type {HTMLElement[]} */ ([...all.children]);
  const first = choose();
  all.prepend(first);
  offerSearch();
  // The other languages come behind what is offered, so that nothing moves when it is there.
  showOthers(false);
  offerNear()
    .catch(() => {})
    .then(() => showOthers(true));

  /** An address below the root, without its ending. @param {string} pathname */
  function path(pathname) {
    const below = pathname.startsWith(root) ? pathname.slice(root.length) : pathname;
    let text = below;
    try {
      text = decodeURIComponent(below);
    } catch {
      // An address may hold what is no UTF-8.
    }
    return text.replace(/(index)?\.html?$/i, "").replace(/\/+$/, "");
  }

  /** The block of the reader's language: as the address says, else as the browser says. */
  function choose() {
    const said = blocks.find(({ dataset }) => dataset.prefix && `${asked}/`.startsWith(dataset.prefix));
    if (said) return said;
    for (const wish of navigator.languages ?? [navigator.language]) {
      const found =
        blocks.find(({ lang }) => wish.toLowerCase() === lang.toLowerCase()) ??
        blocks.find(({ lang }) => wish.split("-")[0] === lang.split("-")[0]);
      if (found) return found;
    }
    return blocks[0];
  }

  /** @param {boolean} shown */
  function showOthers(shown) {
    for (const block of blocks) block.hidden = block !== first && !shown;
  }

  function offerSearch() {
    for (const button of document.querySelectorAll(".nk-lost__search")) {
      /** @type {HTMLElement} */ (button).hidden = false;
      button.addEventListener("click", () => {
        const toggle = /** @type {HTMLElement | null} */ (document.querySelector("[data-md-toggle=search]"));
        const input = /** @type {HTMLInputElement | null} */ (
          document.querySelector("[data-md-component=search-query]")
        );
        if (!toggle || !input) return;
        if (!(/** @type {HTMLInputElement} */ (toggle).checked)) toggle.click();
        input.value = words(asked);
        input.focus();
        input.dispatchEvent(new Event("keyup"));
      });
    }
  }

  /** The words of an address's last piece. @param {string} address */
  function words(address) {
    return (address.split("/").pop() ?? "").replace(/[-_.+\s]+/g, " ").trim().slice(0, 100);
  }

  async function offerNear() {
    if (!asked) return;
    const answer = await fetch(`${root}sitemap.xml`);
    if (!answer.ok) return;
    const map = new DOMParser().parseFromString(await answer.text(), "text/xml");
    const prefix = first.dataset.prefix ?? "";
    const others = blocks.map(({ dataset }) => dataset.prefix ?? "").filter((one) => one && one !== prefix);
    const known = [...map.getElementsByTagName("loc")].map((one) => new URL(one.textContent ?? "", location.href).pathname);
    const wanted = asked.startsWith(prefix) ? asked.slice(prefix.length) : asked;
    const near = known
      .map((pathname) => ({ pathname, below: path(pathname) }))
      .filter(({ below }) => `${below}/`.startsWith(prefix) && !others.some((one) => `${below}/`.startsWith(one)))
      .map((one) => ({ ...one, share: likeness(wanted, one.below.slice(prefix.length)) }))
      .filter(({ share }) => share >= LEAST)
      .sort((a, b) => b.share - a.share || a.pathname.localeCompare(b.pathname))
      .slice(0, MOST);
    const items = await Promise.all(near.map(({ pathname, below }) => item(pathname, below)));
    const box = /** @type {HTMLElement} */ (first.querySelector(".nk-lost__near"));
    box.querySelector("ul")?.append(...items);
    box.hidden = !items.length;
  }

  /**
   * A page as it calls itself, or as its address does.
   * @param {string} pathname
   * @param {string} below
   */
  async function item(pathname, below) {
    const link = document.createElement("a");
    link.href = pathname;
    link.textContent = below || pathname;
    try {
      const page = new DOMParser().parseFromString(await (await fetch(pathname)).text(), "text/html");
      for (const mark of page.querySelectorAll("h1 .headerlink")) mark.remove();
      link.textContent = page.querySelector("h1")?.textContent?.trim() || below || pathname;
    } catch {
      // The address will do.
    }
    const row = document.createElement("li");
    row.append(link);
    if (link.textContent !== below) {
      const address = document.createElement("small");
      address.textContent = `/${below}`;
      row.append(" ", address);
    }
    return row;
  }

  /**
   * How alike two addresses are, their last pieces above all: Dice's coefficient over pairs of
   * characters.
   * @param {string} a
   * @param {string} b
   */
  function likeness(a, b) {
    const last = (/** @type {string} */ text) => text.split("/").pop() ?? "";
    return 0.3 * dice(a, b) + 0.7 * dice(last(a), last(b));
  }

  /** @param {string} a @param {string} b */
  function dice(a, b) {
    const pairs = (/** @type {string} */ text) => {
      const whole = ` ${text.toLowerCase()} `;
      return new Set(Array.from({ length: whole.length - 1 }, (_, i) => whole.slice(i, i + 2)));
    };
    const [x, y] = [pairs(a), pairs(b)];
    let common = 0;
    for (const pair of x) if (y.has(pair)) common++;
    return (2 * common) / (x.size + y.size);
  }
})();
