/**
 * The language switch keeps page and section.
 *
 * The theme's menu links to the same page in each language; this adds the section
 * that the reader is at. With instant navigation the theme replaces the content but
 * not the header, so the menu is brought up to date from `nav.nk-languages`, and a
 * switch always loads the page, because the header speaks the old language.
 */
(function () {
  "use strict";

  const SWITCHES = ".md-select__link[hreflang], a[hreflang][target=_self]";

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

  function keepSection() {
    for (const each of document.querySelectorAll(SWITCHES)) {
      const link = /** @type {HTMLAnchorElement} */ (each);
      link.target = "_self";
      link.hash = location.hash;
    }
  }

  follow();
  window.addEventListener("hashchange", keepSection);
  // Instant navigation and scrolling with the table of contents change the address
  // without a hashchange event, so look again when the switch is about to be used.
  for (const type of ["pointerdown", "focusin", "click"]) {
    document.addEventListener(
      type,
      (event) => {
        if (event.target instanceof Element && event.target.closest(SWITCHES)) keepSection();
      },
      true,
    );
  }
  /** @type {any} */ (window).document$?.subscribe(follow);
})();
