/**
 * Hover cards: the definition of a concept on hover, focus and tap.
 *
 * The data stand in the page, in `template.nk-cards`; nothing is fetched. Without
 * this script a concept link is a link. WCAG 2.2, 1.4.13: Escape dismisses a card,
 * the pointer may move onto it, and it stays until the pointer leaves.
 */
(function () {
  "use strict";

  const OPEN_AFTER = 150; // ms, so that a pointer crossing a paragraph opens nothing
  const CLOSE_AFTER = 250; // ms, time to move from the link onto the card
  const GAP = 6; // px between link and card

  /** In a text, or on a map. @typedef {HTMLAnchorElement | SVGAElement} ConceptLink */
  /** @type {HTMLElement | null} */ let card = null;
  /** @type {ConceptLink | null} */ let owner = null;
  let timer = 0;
  let touched = false;

  /**
   * @param {EventTarget | null} target
   * @returns {ConceptLink | null}
   */
  function conceptLink(target) {
    return target instanceof Element ? target.closest("a.nk-concept") : null;
  }

  /**
   * @param {ConceptLink} link
   * @returns {Element | undefined}
   */
  function find(link) {
    const address = link.getAttribute("href") ?? link.getAttribute("xlink:href") ?? "";
    const here = new URL(address, document.baseURI);
    for (const template of document.querySelectorAll("template.nk-cards")) {
      const cards = /** @type {HTMLTemplateElement} */ (template).content.children;
      for (const each of cards) {
        const href = each.getAttribute("data-href");
        const there = new URL(href ?? "", document.baseURI);
        if (there.host === here.host && there.pathname === here.pathname) return each;
      }
    }
  }

  /** @param {ConceptLink} link */
  function open(link) {
    clearTimeout(timer);
    if (owner === link) return;
    close();
    const source = find(link);
    if (!source) return;
    card = /** @type {HTMLElement} */ (source.cloneNode(true));
    card.id = "__nk_card";
    card.setAttribute("role", "tooltip");
    for (const each of card.querySelectorAll("a")) each.tabIndex = -1;
    document.body.append(card);
    link.setAttribute("aria-describedby", card.id);
    owner = link;
    place(card, link);
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") closeSoon();
    });
  }

  /**
   * @param {HTMLElement} box
   * @param {ConceptLink} link
   */
  function place(box, link) {
    const rects = link.getClientRects();
    const rect = rects[0] ?? link.getBoundingClientRect();
    const width = box.offsetWidth;
    const left = Math.max(8, Math.min(rect.left, document.documentElement.clientWidth - width - 8));
    const last = rects[rects.length - 1] ?? rect;
    const below = last.bottom + GAP;
    const above = rect.top - GAP - box.offsetHeight;
    const top = below + box.offsetHeight > window.innerHeight && above > 0 ? above : below;
    box.style.left = `${left + window.scrollX}px`;
    box.style.top = `${top + window.scrollY}px`;
  }

  function close() {
    clearTimeout(timer);
    owner?.removeAttribute("aria-describedby");
    card?.remove();
    card = owner = null;
  }

  function closeSoon() {
    clearTimeout(timer);
    timer = window.setTimeout(close, CLOSE_AFTER);
  }

  document.addEventListener("pointerover", (event) => {
    const link = conceptLink(event.target);
    if (!link || event.pointerType === "touch" || link === owner) {
      if (link && link === owner) clearTimeout(timer);
      return;
    }
    clearTimeout(timer);
    timer = window.setTimeout(() => open(link), OPEN_AFTER);
  });
  document.addEventListener("pointerout", (event) => {
    if (conceptLink(event.target) && event.pointerType !== "touch") closeSoon();
  });
  // On a map, what is tied to a concept is marked, in whatever topic it stands.
  /** @type {Element | null} */ let marked = null;
  for (const event of ["pointerover", "focusin"]) {
    document.addEventListener(event, ({ target }) => {
      const link = target instanceof Element ? target.closest(".nk-map a[data-id]") : null;
      if (link === marked) return;
      marked = link;
      const tied = new Set(link?.getAttribute("data-ties")?.split(" "));
      for (const each of document.querySelectorAll(".nk-map a[data-id]")) {
        each.classList.toggle("nk-tied", tied.has(each.getAttribute("data-id") ?? ""));
      }
    });
  }
  document.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (card && !card.contains(/** @type {Node} */ (event.target)) && !conceptLink(event.target)) {
      close();
    }
  });
  document.addEventListener("focusin", (event) => {
    const link = conceptLink(event.target);
    if (link && !touched) open(link);
  });
  document.addEventListener("focusout", (event) => {
    if (conceptLink(event.target)) closeSoon();
  });
  // The first tap shows the card, the second follows the link. Capture, because
  // the theme's instant navigation listens on the body.
  document.addEventListener(
    "click",
    (event) => {
      const link = conceptLink(event.target);
      if (!link || !touched || owner === link || !find(link)) return;
      event.preventDefault();
      event.stopPropagation();
      open(link);
    },
    true,
  );
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  window.addEventListener("resize", close);
  window.addEventListener("hashchange", close);
  /** @type {any} */ (window).document$?.subscribe(close);
})();
