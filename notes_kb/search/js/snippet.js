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
 * Text of which a lower-case copy is folded, but for Traditional characters: no character of it
 * is folded into others, and none is a joint only once it is folded.
 */
const PLAIN = new RegExp(
  "^[\\x00-\\x7f\\xb7\\u2013-\\u2022\\u3000-\\u3003\\u3005\\u3007-\\u3020\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc" +
    "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uff01\\uff02\\uff04-\\uff06\\uff08-\\uff0a\\uff0c\\uff0e\\uff0f\\uff1a-\\uff20]*$",
);

/**
 * Needles by the text of their first atom, and of those that may go on the numbers.
 * @typedef {{needles: Needle[], firsts: Map<string, number[]>, open: number[], texts: string[]}} Wanted
 */

/** @type {WeakMap<Needle[], Wanted>} The needles of a query are looked for in many texts. */
const wantedOf = new WeakMap();

/** @param {Needle[]} needles @returns {Wanted} */
function prepare(needles) {
  const known = wantedOf.get(needles);
  if (known) return known;
  /** @type {Map<string, number[]>} */
  const firsts = new Map();
  /** @type {number[]} */
  const open = [];
  needles.forEach((needle, n) => {
    const [first] = needle.texts;
    if (first === undefined) return;
    if (needle.open && needle.texts.length === 1) open.push(n);
    else firsts.set(first, [...(firsts.get(first) ?? []), n]);
  });
  const texts = [...new Set([...firsts.keys(), ...open.map((n) => needles[n].texts[0])])];
  const wanted = { needles, firsts, open, texts };
  wantedOf.set(needles, wanted);
  return wanted;
}

/** @type {WeakMap<Map<string, string>, RegExp>} */
const foldedOf = new WeakMap();

/** What finds a character that a table folds. @param {Map<string, string>} table */
function foldedBy(table) {
  let found = foldedOf.get(table);
  if (!found) foldedOf.set(table, (found = new RegExp(`[${[...table.keys()].join("")}]`, "u")));
  return found;
}

/**
 * Where needles stand in a text, in order, not overlapping.
 * @param {string} text
 * @param {Needle[]} needles
 * @param {Map<string, string>} table
 * @returns {{start: number, end: number, needle: number}[]}
 */
export function findMarks(text, needles, table) {
  const wanted = prepare(needles);
  /** @type {{start: number, end: number, needle: number}[]} */
  const marks = [];
  // No needle goes on behind the end of a line, which takes a place.
  for (let begin = 0; begin < text.length && marks.length < MOST; ) {
    const end = text.indexOf("\n", begin);
    const line = text.slice(begin, end < 0 ? text.length : end);
    for (const { start, end, needle } of lineMarks(line, wanted, table)) {
      marks.push({ start: begin + start, end: begin + end, needle });
    }
    begin += line.length + 1;
  }
  return marks.slice(0, MOST);
}

/**
 * @param {string} line
 * @param {Wanted} wanted
 * @param {Map<string, string>} table
 * @returns {{start: number, end: number, needle: number}[]}
 */
function lineMarks(line, wanted, table) {
  const plain = PLAIN.test(line) && !(table.size && foldedBy(table).test(line));
  const { folded, origins } = plain
    ? { folded: line.toLowerCase(), origins: undefined }
    : foldWithOffsets(line, table);
  // Accents are taken off words, so that a word that holds some may be a needle that does not.
  if (plain && !wanted.texts.some((text) => folded.includes(text))) return [];
  return marksIn(line, wanted, atoms(folded), origins);
}

/** What every camelCase identifier holds. */
const MAY_HOLD_PARTS = /[a-z0-9][A-Z]|[A-Z][A-Z][a-z]/;
/** @type {Map<string, string[]>} */
const NO_PARTS = new Map();

/**
 * @param {string} line
 * @param {Wanted} wanted
 * @param {import("./tokenize.js").Atom[]} list
 * @param {number[] | undefined} origins none where offsets are the same
 */
function marksIn(line, { needles, firsts, open }, list, origins) {
  const identifiers = MAY_HOLD_PARTS.test(line) ? identifierParts(line) : NO_PARTS;
  /** @type {{start: number, end: number, needle: number}[]} */
  const marks = [];
  for (let i = 0; i < list.length; i++) {
    let length = 0;
    let which = -1;
    const take = (/** @type {number} */ n) => {
      const size = standsAt(list, i, needles[n]);
      if (size > length) [length, which] = [size, n];
    };
    firsts.get(list[i].text)?.forEach(take);
    open.forEach(take);
    const { start, end } = list[i];
    if (length) {
      const last = list[i + length - 1];
      marks.push({ ...originally(start, last.end, origins), needle: which });
      i += length - 1;
    } else if (identifiers.has(list[i].text)) {
      const from = originally(start, end, origins);
      for (const mark of partMarks(line.slice(from.start, from.end), firsts, needles)) {
        marks.push({ start: from.start + mark.start, end: from.start + mark.end, needle: mark.needle });
      }
    }
  }
  return marks;
}

/**
 * The stretch of a text that was folded into another.
 * @param {number} start
 * @param {number} end
 * @param {number[]} [origins]
 */
const originally = (start, end, origins) =>
  origins ? { start: origins[start], end: originAfter(origins, end) } : { start, end };

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
 * Escape a text and mark what matched; give that too, as it is written, and whether it is the
 * query's own words.
 * @param {string} text
 * @param {Needle[]} needles
 * @param {Map<string, string>} table
 * @returns {{html: string, found: string[], own: boolean}}
 */
export function marked(text, needles, table) {
  const marks = findMarks(text, needles, table);
  return { html: render(text, marks, 0, text.length), ...told(text, marks, needles) };
}

/**
 * @param {string} text
 * @param {{start: number, end: number, needle: number}[]} marks
 * @param {Needle[]} needles
 */
const told = (text, marks, needles) => ({
  found: [...new Set(marks.map(({ start, end }) => text.slice(start, end)))],
  own: marks.some(({ needle }) => needles[needle].own),
});

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
  const { found, own } = told(text, marks, needles);
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
