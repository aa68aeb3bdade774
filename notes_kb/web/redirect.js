/**
 * The page of a former address: leads to the present one, with the section that was asked for.
 */
(function () {
  "use strict";

  const to = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.dataset.to;
  if (to) location.replace(new URL(to, location.href).href + location.search + location.hash);
})();
