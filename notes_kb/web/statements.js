/**
 * Statements: what stands behind the number of each, and the filter of the page of all.
 *
 * A number is a link to its statement. With this script it also opens a menu that copies the
 * address or a citation, made of what `template.nk-cite-data` says of the note. Without it the
 * link is a link, and the list of all statements is filtered by the style sheet.
 */
(function () {
  "use strict";

  /** @typedef {{id: string, title: string, date?: string, event?: string, site?: string, url?: string, language: string}} Note */

  /** @type {HTMLElement | null} */ let menu = null;
  /** @type {HTMLAnchorElement | null} */ let owner = null;

  /**
   * @param {string} text
   * @returns {string}
   */
  const tex = (text) =>
    text.replace(/[\\{}$&#%_~^]/g, (c) =>
      c === "\\" ? "\\textbackslash{}" : "~^".includes(c) ? `\\${c}{}` : `\\${c}`,
    );

  /** @type {Record<string, (note: Note, name: string, url: string, key: string) => string>} */
  const forms = {
    link: (_, __, url) => url,
    plain: (note, name, url) =>
      [note.title, name, note.event, note.date, note.site, url].filter(Boolean).join(". "),
    bibtex(note, name, url, key) {
      const fields = [
        ["title", `{${tex(note.title)}}`],
        ["note", tex(name)],
        ["howpublished", tex(note.event ?? "")],
        ["publisher", tex(note.site ?? "")],
        ["year", (note.date ?? "").slice(0, 4)],
        ["url", url],
      ];
      const lines = fields.filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}}`);
      return `@misc{${key},\n${lines.join(",\n")}\n}`;
    },
    csl(note, name, url, key) {
      const day = (note.date ?? "").split("-").map(Number).filter(Boolean);
      const item = {
        id: key,
        type: "webpage",
        title: note.title,
        note: name,
        event: note.event,
        "container-title": note.site,
        issued: day.length ? { "date-parts": [day] } : undefined,
        language: note.language,
        URL: url,
      };
      return JSON.stringify([item], null, 1);
    },
  };

  /** @param {string} text */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // A page from a file or without HTTPS has no such clipboard.
      const box = document.createElement("textarea");
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    }
  }

  function close() {
    owner?.removeAttribute("aria-expanded");
    menu?.remove();
    menu = owner = null;
  }

  /** @param {HTMLAnchorElement} link */
  function open(link) {
    close();
    const data = /** @type {HTMLTemplateElement | null} */ (
      document.querySelector("template.nk-cite-data")
    );
    const first = data?.content.firstElementChild;
    if (!data || !first) return;
    owner = link;
    menu = /** @type {HTMLElement} */ (first.cloneNode(true));
    link.after(menu);
    link.setAttribute("aria-expanded", "true");
    menu.style.top = `${link.offsetTop + link.offsetHeight + 2}px`;
  }

  /** @param {HTMLElement} button */
  async function act(button) {
    const data = document.querySelector("template.nk-cite-data");
    if (!owner || !menu) return;
    /** @type {Note} */
    const note = JSON.parse(data?.getAttribute("data-note") ?? "{}");
    const url = (note.url || location.href.split("#")[0]) + owner.hash;
    const name = owner.getAttribute("aria-label") ?? "";
    const key = note.id + owner.hash.replace("#", ":");
    const said = menu.querySelector("output");
    await copy(forms[button.dataset.form ?? "link"](note, name, url, key));
    button.focus();
    if (said) said.textContent = said.dataset.text ?? "";
  }

  /** @param {MouseEvent} event */
  function click(event) {
    const target = event.target instanceof Element ? event.target : null;
    const link = /** @type {HTMLAnchorElement | null} */ (target?.closest(".nk-note a.nk-cite"));
    const button = /** @type {HTMLElement | null} */ (target?.closest(".nk-cite-menu button"));
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (button) act(button);
    else if (link && plain && document.querySelector("template.nk-cite-data")) {
      // The theme would fetch the page anew, and the browser would scroll away from the pointer.
      event.preventDefault();
      event.stopPropagation();
      history.replaceState(history.state, "", link.hash);
      if (link === owner) close();
      else open(link);
    } else if (menu && !menu.contains(target)) close();
  }
  // Capture, because the theme's instant navigation listens on the body.
  document.addEventListener("click", click, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !owner) return;
    owner.focus();
    close();
  });

  // The page of all statements

  function filter() {
    const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form.nk-filter"));
    if (!form) return;
    const values = new FormData(form);
    const verdict = values.get("nk-verdict") ?? "all";
    let shown = 0;
    for (const note of document.querySelectorAll(".nk-register__note")) {
      const here = !values.get("note") || values.get("note") === note.getAttribute("data-note");
      let some = 0;
      for (const row of note.querySelectorAll("li")) {
        const given = row.dataset.verdict;
        const judged = verdict === "judged" ? given !== "none" : verdict === given;
        const on = !values.get("topic") || values.get("topic") === row.dataset.topic;
        row.hidden = !(here && on && (verdict === "all" || judged));
        some += row.hidden ? 0 : 1;
      }
      /** @type {HTMLElement} */ (note).hidden = !here || (!some && note.querySelector("li") !== null);
      shown += some;
    }
    const output = form.querySelector("output");
    if (output) output.textContent = (output.dataset.text ?? "").replace("#", String(shown));
  }

  document.addEventListener("change", (event) => {
    if (event.target instanceof Element && event.target.closest("form.nk-filter")) filter();
  });
  /** @type {any} */ const pages = /** @type {any} */ (window).document$;
  if (pages) pages.subscribe(() => (owner?.isConnected || close(), filter()));
  else filter();
})();
