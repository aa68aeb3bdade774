/**
 * What the theme makes in the browser, for the keyboard and for screen readers: wide tables and
 * code can be scrolled by the keyboard (WCAG 2.2, 2.1.1), and the button of a block of code is
 * no navigation, of which a page would have as many nameless ones as blocks. The drawer of a
 * narrow window is opened by the keyboard too. And what a click on a picture opens is the
 * variant of it that is shown.
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
    const opener = document.querySelector("label.md-header__button[for=__drawer]:not(:has(button))");
    if (opener) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "nk-drawer";
      const title = document.querySelector(".md-nav--primary > .md-nav__title");
      button.setAttribute("aria-label", title?.textContent?.trim() || "☰");
      button.append(...opener.childNodes);
      opener.append(button);
    }
    for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) {
      nav.setAttribute("role", "none");
    }
  }

  // The theme makes every address absolute, so that the style sheet cannot tell which of them
  // lead elsewhere and are to be printed.
  window.addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll(".md-content a[href]")) {
      const link = /** @type {HTMLAnchorElement} */ (each);
      const elsewhere = link.protocol.startsWith("http") && link.origin !== location.origin;
      link.classList.toggle("nk-external", elsewhere);
    }
  });

  /** Opens or closes the drawer, and takes the keyboard with it. */
  function toggle() {
    const drawer = /** @type {HTMLInputElement} */ (document.getElementById("__drawer"));
    drawer.click();
    const first = drawer.checked ? ".md-sidebar--primary a[href]" : ".nk-drawer";
    // Behind the style of what was folded.
    requestAnimationFrame(() => /** @type {HTMLElement | null} */ (document.querySelector(first))?.focus());
  }
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest(".nk-drawer")) toggle();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.querySelector("#__drawer:checked")) toggle();
  });

  for (const type of ["click", "auxclick"]) {
    document.addEventListener(
      type,
      ({ target }) => {
        const link = target instanceof Element && target.closest("a.nk-zoom");
        const shown = link && link.querySelector("picture > img");
        const source = shown && /** @type {HTMLImageElement} */ (shown).currentSrc;
        if (source) link.setAttribute("href", source);
      },
      true,
    );
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
