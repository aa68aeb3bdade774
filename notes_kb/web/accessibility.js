/**
 * What the theme makes in the browser, for the keyboard and for screen readers: wide tables and
 * code can be scrolled by the keyboard (WCAG 2.2, 2.1.1), and the button of a block of code is
 * no navigation, of which a page would have as many nameless ones as blocks.
 */
(function () {
  "use strict";

  function mend() {
    for (const each of document.querySelectorAll(".md-typeset__scrollwrap")) {
      const box = /** @type {HTMLElement} */ (each);
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
    for (const each of document.querySelectorAll("pre > code:not([tabindex])")) {
      const code = /** @type {HTMLElement} */ (each);
      // The theme does so once the block comes into view; a reader may come by the keyboard.
      if (code.scrollWidth > code.clientWidth) code.tabIndex = 0;
    }
    for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) {
      nav.setAttribute("role", "none");
    }
  }

  let waiting = false;
  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mend();
    });
  }

  // The theme makes them when it starts, when a block comes into view, and on each new page.
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  window.addEventListener("resize", soon);
  soon();
})();
