/**
 * The glossary's filter: shows the entries that have what is typed in one of their names, or
 * in how these are read. Where scripts are off, the style sheet shows no field.
 */
(function () {
  "use strict";

  /** @param {HTMLElement} glossary */
  function begin(glossary) {
    const form = /** @type {HTMLElement} */ (glossary.querySelector(".nk-filter-terms"));
    const field = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    const said = /** @type {HTMLElement} */ (form.querySelector("output"));
    const terms = /** @type {HTMLElement[]} */ ([...glossary.querySelectorAll(".nk-term")]);
    const letters = /** @type {HTMLElement[]} */ ([...glossary.querySelectorAll(".nk-letter")]);
    field.addEventListener("input", () => {
      const typed = field.value.normalize("NFKC").toLowerCase().trim();
      const joined = typed.replace(/[\s'’-]+/g, "");
      let shown = 0;
      for (const term of terms) {
        const names = term.dataset.names ?? "";
        term.hidden = !names.includes(typed) && !(joined && names.includes(joined));
        shown += term.hidden ? 0 : 1;
      }
      for (const letter of letters) letter.hidden = !letter.querySelector(".nk-term:not([hidden])");
      said.textContent = typed ? (said.dataset.text ?? "").replace("#", String(shown)) : "";
    });
  }

  const glossary = document.querySelector(".nk-terms");
  if (glossary instanceof HTMLElement) begin(glossary);
})();
