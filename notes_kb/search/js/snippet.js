/** Text as a result shows it: escaped, with what matched marked. */
import { atoms, identifierParts } from "./tokenize.js";

/** @typedef {import("./rank.js").Needle} Needle */

/** Characters of a snippet. */
const LONGEST = 180;
/** Characters before the first mark. */
const LEAD = 40;
/** Lines of code in a snippet. */
const MOST_LINES = 3;
/** Marks that are looked at to choose the place of a snippet. */
const MOST = 200;

/** @param {string} text */
export function escape(text) {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/**
 * Fold a text character by character, and keep where each came from.
 * @param {string} text
 * @param {Map<string, string>} table
 */
function foldWithOffsets(text, table) {
  let folded = "";
  /** @type {number[]} */
  const origins = [];
  let at = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    let piece = character;
    if (code < 0x80) piece = character.toLowerCase();
    else if (code < 0x3040 || code >= 0xf900) {
      piece = character.normalize("NFKC").toLowerCase();
      piece = piece.replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "");
    } else piece = table.get(character) ?? character;
    for (let i = 0; i < piece.length; i++) origins.push(at);
    folded += piece;
    at += character.length;
  }
  origins.push(at);
  return { folded, origins };
}

/**
 * Where needles stand in a text, in order, not overlapping.
 * @param {string} text
 * @param {Needle[]} needles
 * @param {Map<string, string>} table
 * @returns {{start: number, end: number, needle: number}[]}
 */
export function findMarks(text, needles, table) {
  const { folded, origins } = foldWithOffsets(text, table);
  const list = atoms(folded);
  /** @type {Map<string, number[]>} */
  const firsts = new Map();
  needles.forEach(({ texts, open }, n) => {
    const key = texts.length === 1 && open ? "" : texts[0];
    if (key !== undefined) firsts.set(key, [...(firsts.get(key) ?? []), n]);
  });
  const identifiers = identifierParts(text);
  const opened = firsts.get("") ?? [];
  /** @type {{start: number, end: number, needle: number}[]} */
  const marks = [];
  for (let i = 0; i < list.length && marks.length < MOST; i++) {
    let length = 0;
    let which = -1;
    for (const n of [...(firsts.get(list[i].text) ?? []), ...opened]) {
      const size = standsAt(list, i, needles[n]);
      if (size > length) [length, which] = [size, n];
    }
    if (!length) {
      if (!identifiers.has(list[i].text)) continue;
      const start = origins[list[i].start];
      const whole = text.slice(start, originAfter(origins, list[i].end));
      for (const mark of partMarks(whole, firsts, needles)) {
        marks.push({ start: start + mark.start, end: start + mark.end, needle: mark.needle });
      }
      continue;
    }
    const last = list[i + length - 1];
    marks.push({ start: origins[list[i].start], end: originAfter(origins, last.end), needle: which });
    i += length - 1;
  }
  return marks;
}

/**
 * The words of an identifier that are needles.
 * @param {string} whole as it is written
 * @param {Map<string, number[]>} firsts needles by their first atom
 * @param {Needle[]} needles
 * @returns {{start: number, end: number, needle: number}[]}
 */
function partMarks(whole, firsts, needles) {
  let end = 0;
  return [...identifierParts(whole).values()].flat().flatMap((part) => {
    const start = end;
    end += part.length;
    const needle = (firsts.get(part) ?? []).find((n) => needles[n].texts.length === 1);
    return needle === undefined ? [] : [{ start, end, needle }];
  });
}

/** @param {number[]} origins @param {number} end */
const originAfter = (origins, end) => {
  const last = origins[end - 1];
  while (origins[end] === last) end++;
  return origins[end] ?? origins[origins.length - 1];
};

/**
 * @param {import("./tokenize.js").Atom[]} list
 * @param {number} i
 * @param {Needle} needle
 */
function standsAt(list, i, { texts, open }) {
  const from = list[i].place;
  for (let k = 0; k < texts.length; k++) {
    const atom = list[i + k];
    if (!atom || atom.place !== from + k) return 0;
    const last = open && k === texts.length - 1 && !atom.cjk;
    if (last ? !atom.text.startsWith(texts[k]) : atom.text !== texts[k]) return 0;
  }
  return texts.length;
}

/**
 * Escape a text and mark what matched.
 * @param {string} text
 * @param {Needle[]} needles
 * @param {Map<string, string>} table
 */
export function highlight(text, needles, table) {
  return render(text, findMarks(text, needles, table), 0, text.length);
}

/**
 * The part of a text that shows most of what matched, escaped and marked.
 * @param {string} text
 * @param {Needle[]} needles
 * @param {Map<string, string>} table
 * @param {boolean} [code] whether the text is code, which is shown by whole lines
 * @returns {{html: string, found: string[], own: boolean}} `found`: what matched, as it is
 *   written; `own`: whether it is the query's own words
 */
export function snippet(text, needles, table, code = false) {
  const marks = findMarks(text, needles, table);
  const found = [...new Set(marks.map(({ start, end }) => text.slice(start, end)))];
  const own = marks.some(({ needle }) => needles[needle].own);
  let best = 0;
  let most = -1;
  marks.forEach((mark, i) => {
    const seen = new Set();
    let width = 0;
    for (let j = i; j < marks.length && marks[j].end - mark.start <= LONGEST - LEAD; j++) {
      if (!seen.has(marks[j].needle)) width += marks[j].end - marks[j].start;
      seen.add(marks[j].needle);
    }
    if (width > most) [most, best] = [width, i];
  });
  const mark = marks.length ? marks[best].start : 0;
  if (code) return { html: codeLines(text, marks, mark), found, own };
  const begin = mark ? startOf(text, mark) : 0;
  const end = Math.min(text.length, begin + LONGEST);
  const html = render(text, marks, begin, end);
  return { html: (begin ? "…" : "") + html + (end < text.length ? "…" : ""), found, own };
}

/**
 * The line of code with a mark, and the next ones as far as there is room.
 * @param {string} text
 * @param {{start: number, end: number}[]} marks
 * @param {number} mark
 */
function codeLines(text, marks, mark) {
  let at = Math.max(text.lastIndexOf("\n", mark) + 1, mark - LONGEST / 2);
  const most = at + LONGEST;
  const lines = [];
  while (at < text.length && at < most && lines.length < MOST_LINES) {
    const end = text.indexOf("\n", at) + 1 || text.length + 1;
    if (lines.length && end > most) break;
    lines.push(render(text, marks, at, Math.min(end - 1, most)));
    at = end;
  }
  return lines.length ? `<code>${lines.join("<br>")}</code>` : "";
}

/** The beginning of the sentence or line, if it is near. @param {string} text @param {number} mark */
function startOf(text, mark) {
  const from = Math.max(0, mark - LEAD);
  const lead = text.slice(from, mark);
  const stop = Math.max(...["\n", "。", "！", "？", ". "].map((s) => lead.lastIndexOf(s)));
  if (stop >= 0) return from + stop + 1;
  if (!from) return 0;
  const low = text.charCodeAt(from);
  return low >= 0xdc00 && low < 0xe000 ? from + 1 : from;
}

/**
 * @param {string} text
 * @param {{start: number, end: number}[]} marks
 * @param {number} begin
 * @param {number} end
 */
function render(text, marks, begin, end) {
  let out = "";
  let at = begin;
  for (const mark of marks) {
    if (mark.start < at || mark.end > end) continue;
    out += `${escape(text.slice(at, mark.start))}<mark>${escape(text.slice(mark.start, mark.end))}</mark>`;
    at = mark.end;
  }
  return (out + escape(text.slice(at, end))).replace(/\n/g, " ");
}
