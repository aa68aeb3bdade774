/**
 * The language switch keeps page and section.
 *
 * The theme's menu links to the same page in each language; this adds the section that the
 * reader has in view. With instant navigation the theme replaces the content but not the
 * header, so the menu is brought up to date from `nav.nk-languages`, and a switch always loads
 * the page, because the header speaks the old language.
 */
(function () {
  "use strict";

  const SWITCHES = ".md-select__link[hreflang], a[hreflang][target=_self]";
  const HEADINGS = ".md-content :is(h2, h3, h4)[id], .md-content .nk-pair--heading[id]";
  /** Where the place in the old language is kept until the page in the new one is there. */
  const KEPT = "nk-section";
  /** Where it is kept that the reader chose two languages side by side. */
  const MODE = "nk-both";
  /** Share of the window below its top in which the section that is read begins. */
  const READING = 0.3;

  /** @returns {HTMLElement[]} */
  const headings = () => [...document.querySelectorAll(HEADINGS)].map((one) => /** @type {HTMLElement} */ (one));

  function follow() {
    for (const fresh of document.querySelectorAll(".nk-languages a[hreflang]")) {
      const language = fresh.getAttribute("hreflang");
      for (const link of document.querySelectorAll(".md-select__link[hreflang]")) {
        if (link.getAttribute("hreflang") === language) {
          /** @type {HTMLAnchorElement} */ (link).href = /** @type {HTMLAnchorElement} */ (fresh).href;
        }
      }
    }
    keepSection();
  }

  /**
   * The section in view: what the address names if it is in view, else the last heading that
   * begins above the middle of what is read. At the top of a page there is none.
   * @returns {HTMLElement | undefined}
   */
  function inView() {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (named) {
      const { top, bottom } = named.getBoundingClientRect();
      if (bottom > 0 && top < window.innerHeight) return named;
    }
    const line = window.innerHeight * READING;
    return headings().findLast((heading) => heading.getBoundingClientRect().top <= line);
  }

  /**
   * Whoever chose to read in two languages does so on the next note too, unless an address
   * from elsewhere, or one of a place in the text, asked for this page.
   * @param {boolean} within whether the reader comes from a page of the site
   */
  function keepMode(within) {
    const both = /** @type {HTMLAnchorElement | null} */ (
      document.querySelector(".nk-modes__both a:not([aria-current])")
    );
    if (both && within && !location.hash && store(() => localStorage.getItem(MODE))) {
      location.replace(both.href);
    }
  }

  /** @returns {HTMLElement | undefined} what the switches lead to */
  function keepSection() {
    const section = inView();
    for (const each of document.querySelectorAll(SWITCHES)) {
      const link = /** @type {HTMLAnchorElement} */ (each);
      link.target = "_self";
      link.hash = section ? encodeURIComponent(section.id) : "";
    }
    return section;
  }

  /** Where headings have other names in the other language, their number tells the section. */
  function remember() {
    const section = keepSection();
    const all = headings();
    const place = section ? all.indexOf(section) : -1;
    if (place >= 0) store(() => sessionStorage.setItem(KEPT, `${place}/${all.length}`));
  }

  function arrive() {
    const kept = store(() => sessionStorage.getItem(KEPT));
    store(() => sessionStorage.removeItem(KEPT));
    const id = decodeURIComponent(location.hash.slice(1));
    if (!kept || !id || document.getElementById(id)) return;
    const [place, count] = kept.split("/").map(Number);
    const all = headings();
    const section = all.length === count ? all[place] : undefined;
    if (section) location.replace(`#${encodeURIComponent(section.id)}`);
  }

  /**
   * Browsers may forbid a page to keep anything.
   * @template T
   * @param {() => T} work
   * @returns {T | undefined}
   */
  function store(work) {
    try {
      return work();
    } catch {
      return undefined;
    }
  }

  arrive();
  follow();
  keepMode(document.referrer.startsWith(`${location.origin}/`));
  window.addEventListener("hashchange", keepSection);
  // Scrolling and instant navigation change the place without an event that names it, so look
  // again when the switch is about to be used.
  for (const type of ["pointerdown", "focusin", "click"]) {
    document.addEventListener(
      type,
      (event) => {
        if (!(event.target instanceof Element) || !event.target.closest(SWITCHES)) return;
        if (type === "click") {
          const mode = event.target.closest(".nk-modes a");
          if (mode?.closest(".nk-modes__both")) store(() => localStorage.setItem(MODE, "1"));
          else if (mode) store(() => localStorage.removeItem(MODE));
          remember();
        }
        else keepSection();
      },
      true,
    );
  }
  let loaded = false;
  /** @type {any} */ (window).document$?.subscribe(() => {
    follow();
    if (loaded) keepMode(true);
    loaded = true;
  });
})();
