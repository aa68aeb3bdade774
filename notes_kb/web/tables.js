/**
 * Wide tables can be scrolled by the keyboard (WCAG 2.2, 2.1.1): the theme puts each into a box
 * that scrolls, and leaves it out of the order of the tab key.
 */
(function () {
  "use strict";

  const BOXES = ".md-typeset__scrollwrap";

  function reach() {
    for (const each of document.querySelectorAll(BOXES)) {
      const box = /** @type {HTMLElement} */ (each);
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }

  // The theme makes the boxes when it starts, and again after instant navigation.
  const soon = () => requestAnimationFrame(() => setTimeout(reach));
  window.addEventListener("resize", soon);
  window.addEventListener("load", soon);
  /** @type {any} */ (window).document$?.subscribe(soon);
})();
