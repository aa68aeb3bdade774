/** Which sections hold a phrase or a word. */
import { BODY, isAt, noHits, phrase, union } from "./postings.js";
import { keyWord, stem, wordKey } from "./stem.js";
import { pair } from "./tokenize.js";

/** @typedef {import("./tokenize.js").Atom} Atom */
/** @typedef {import("./postings.js").Hits} Hits */
/** @typedef {import("./store.js").Store} Store */

/** Files that the completions of one word are fetched from; longer lists begin with headings. */
const MOST_FILES = 4;
/** Completions of one word that count, the commonest first; the rare ones cost little. */
const MOST_COMPLETIONS = 2_000;
/** Terms of a phrase that are fetched together: a host gets so many requests at once. */
const TOGETHER = 6;
const LAST = "\u{10ffff}";

/**
 * The sections in which atoms stand side by side, with the places of the first.
 * @param {Store} store
 * @param {Atom[]} atoms
 * @param {boolean} typing whether the last word may go on
 * @returns {Promise<Hits>}
 */
export async function findPhrase(store, atoms, typing) {
  if (!atoms.length) return noHits();
  if (atoms.length === 1 && atoms[0].cjk) return findCharacter(store, atoms[0]);
  const first = atoms[0].place;
  const { wanted, edges } = await constraints(store, atoms);
  const last = wanted[wanted.length - 1];
  const open = typing && last?.last;
  const broad = open && wanted.length > 1 && (await isBroad(store, "w", last.key, last.key + LAST));
  const headings = broad ? findInHeadings(store, last.key.slice(0, 3)) : undefined;
  if (broad) wanted.pop();
  /** @type {{hits: Hits, offset: number}[]} */
  const parts = [];
  // A long phrase most often stands nowhere, which its first terms tell.
  while (parts.length < wanted.length && (!parts.length || phrase(parts).docs.length)) {
    const next = wanted.slice(parts.length, parts.length + TOGETHER);
    const found = next.map(async ({ key, cjk, place, last }) => ({
      hits: cjk
        ? await findTerm(store, "h", key)
        : await (open && last ? findPrefix(store, key) : findWord(store, key)),
      offset: place - first,
    }));
    parts.push(...(await Promise.all(found)));
  }
  const hits = edges.length
    ? await judgeEdges(store, phrase(parts), edges.map(({ key, place }) => ({ key, offset: place - first })), {
        lead: wanted[0].place - first,
        size: atoms[atoms.length - 1].place - first + 1,
      })
    : phrase(parts);
  return headings ? { ...hits, partial: true, likely: new Set((await headings).docs) } : hits;
}

/**
 * What becomes of the characters alone at the edges of a phrase. In a text they may be the end or
 * the beginning of any run there; at the edge of a heading they are alone too, or something else
 * stands in their place: `四、总结` is not `一、总结`.
 * @param {Store} store
 * @param {Hits} hits where the rest of the phrase stands; the places are those of its beginning
 * @param {{key: string, offset: number}[]} edges
 * @param {{lead: number, size: number}} extent places before the rest, and of the whole phrase
 * @returns {Promise<Hits>}
 */
async function judgeEdges(store, hits, edges, { lead, size }) {
  // The text of a section begins behind its heading, whatever the phrase begins with.
  const places = hits.places.map((place) => (place < BODY && place + lead >= BODY ? BODY : place));
  const lists = await Promise.all(edges.map(({ key }) => findTerm(store, "h", key)));
  const unlike = new Set(
    hits.docs.filter((doc, i) => {
      const place = places[hits.at[i]];
      if (place >= BODY) return false;
      return edges.some(({ offset }, n) => {
        const atEdge = offset ? place + size === hits.heads[i] : place === 0;
        return atEdge && !isAt(lists[n], doc, place + offset);
      });
    }),
  );
  return { ...hits, places, unlike };
}

/**
 * Whether too many files hold what begins so.
 * @param {Store} store
 * @param {string} kind
 * @param {string} from
 * @param {string} to
 */
async function isBroad(store, kind, from, to) {
  await store.prepare(kind, [from, to]);
  return store.place(kind, to) - Math.max(0, store.place(kind, from)) + 1 > MOST_FILES;
}

/**
 * The terms that hold a phrase together: each word, and the cheapest pairs that cover each run.
 * A character alone is one where the index has it alone: beside a word, or between punctuation.
 * At an end of the phrase without punctuation it may be the beginning or the end of a run: those
 * are the `edges`.
 * @param {Store} store
 * @param {Atom[]} atoms
 */
async function constraints(store, atoms) {
  /** @type {{key: string, cjk: boolean, place: number, last: boolean}[]} */
  const out = [];
  /** @type {typeof out} */
  const loose = [];
  for (let i = 0; i < atoms.length; ) {
    let end = i + 1;
    if (atoms[i].cjk) {
      while (atoms[end]?.cjk && atoms[end].place === atoms[end - 1].place + 1) end++;
      const run = atoms.slice(i, end);
      const beside =
        atoms[i - 1]?.place === run[0].place - 1 || atoms[end]?.place === run[0].place + 1;
      if (run.length > 1) for (const j of await cover(store, run)) out.push(pairAt(run, j));
      else {
        const alone = { key: run[0].text, cjk: true, place: run[0].place, last: false };
        (beside || isEnclosed(run[0], i) ? out : loose).push(alone);
      }
    } else if (!atoms[i].light) {
      const { text, place } = atoms[i];
      out.push({ key: text, cjk: false, place, last: end === atoms.length });
    }
    i = end;
  }
  return out.length ? { wanted: out, edges: loose } : { wanted: loose, edges: [] };
}

/**
 * Whether punctuation stands on both sides of an atom that is a run of its own.
 * @param {Atom} atom
 * @param {number} i its place in the phrase
 */
const isEnclosed = (atom, i) => (i > 0 || atom.place > 0) && atom.closed === true;

/** @param {Atom[]} run @param {number} i */
const pairAt = (run, i) => ({
  key: pair(run[i], run[i + 1]),
  cjk: true,
  place: run[i].place,
  last: false,
});

/**
 * Choose pairs such that each character is in one: what is fetched least for.
 * @param {Store} store
 * @param {Atom[]} run two or more
 * @returns {Promise<number[]>}
 */
async function cover(store, run) {
  const pairs = run.slice(1).map((next, i) => pair(run[i], next));
  await store.prepare("h", pairs);
  const costs = pairs.map((key) => {
    const number = store.place("h", key);
    return number < 0 ? 0 : store.cost("h", number);
  });
  const best = [{ cost: 0, chosen: /** @type {number[]} */ ([]) }];
  for (let size = 1; size <= run.length; size++) {
    const at = Math.max(0, size - 2);
    const before = size === 1 ? best[0] : smaller(best[size - 2], best[size - 1]);
    best.push({ cost: before.cost + costs[at], chosen: [...before.chosen, at] });
  }
  return [...new Set(best[run.length].chosen)];
}

/** @template {{cost: number}} T @param {T} a @param {T} b */
const smaller = (a, b) => (a.cost <= b.cost ? a : b);

/**
 * @param {Store} store
 * @param {string} kind
 * @param {string} key
 */
export async function findTerm(store, kind, key) {
  const found = await store.find(kind, key);
  return found ? store.hits(found) : noHits();
}

/** @param {Store} store @param {string} word */
export const findWord = (store, word) => findTerm(store, "w", wordKey(word));

/**
 * Sections with a word that begins so. Where too many words do, those in headings, and
 * the word itself.
 * @param {Store} store
 * @param {string} prefix
 * @returns {Promise<Hits>}
 */
export async function findPrefix(store, prefix) {
  if (await isBroad(store, "w", prefix, prefix + LAST)) {
    const exact = findWord(store, prefix);
    const headings = findInHeadings(store, prefix.slice(0, 3));
    return { ...union(await Promise.all([exact, headings])), partial: true };
  }
  const ranges = [store.range("w", prefix, prefix + LAST, MOST_FILES)];
  for (let end = Math.max(3, prefix.length - 6); end < prefix.length; end++) {
    const root = prefix.slice(0, end);
    ranges.push(store.range("w", `${root}\t`, `${root}\n`, 2));
  }
  if (/i(es?)?$/.test(prefix)) {
    const root = prefix.replace(/i(es?)?$/, "y");
    ranges.push(store.range("w", `${root}\t`, `${root}\n`, 2));
  }
  const found = (await Promise.all(ranges)).flat();
  const fitting = found.filter(({ key }) => keyWord(key).startsWith(prefix));
  fitting.sort((a, b) => b.end - b.start - (a.end - a.start));
  const kept = fitting.slice(0, MOST_COMPLETIONS);
  return union([noHits(), ...kept.map((found) => store.hits(found))]);
}

/**
 * Sections with another form of a word. Of a word that stands nearly everywhere no further file
 * is fetched for its forms; of one that stands nowhere they are all there is.
 * @param {Store} store
 * @param {string} word
 * @returns {Promise<{word: string, hits: Hits}[]>}
 */
export async function findForms(store, word) {
  const root = stem(word);
  const own = wordKey(word);
  await store.prepare("w", [own]);
  const number = store.place("w", own);
  const large = number >= 0 && store.isLarge("w", number);
  const forms = (/** @type {number} */ most) => store.range("w", `${root}\t`, `${root}\n`, most);
  // Only where the word is in the large file it is frequent itself, and no neighbour of it.
  const [stands, two] = await Promise.all([store.find("w", own), large ? undefined : forms(2)]);
  const found = stands
    ? (two ?? (await store.range("w", own, `${root}\n`, 1)))
    : await forms(MOST_FILES);
  return found.map((x) => ({ word: keyWord(x.key), hits: store.hits(x) }));
}

/**
 * Sections with one character: whole runs of it, and all pairs that begin with it. Between
 * punctuation, whole runs of it where there are any.
 * @param {Store} store
 * @param {Atom} atom
 */
async function findCharacter(store, atom) {
  const character = atom.text;
  const alone = isEnclosed(atom, 0) ? await findTerm(store, "h", character) : noHits();
  if (alone.docs.length) return alone;
  const next = String.fromCodePoint((character.codePointAt(0) ?? 0) + 1);
  const partial = await isBroad(store, "h", character, next);
  const [headings, found] = await Promise.all([
    findInHeadings(store, character),
    partial ? [] : store.range("h", character, next, MOST_FILES),
  ]);
  return { ...union([headings, ...found.map((one) => store.hits(one))]), partial };
}

/**
 * Headings with a character, or with a word that begins so.
 * @param {Store} store
 * @param {string} key
 * @returns {Promise<Hits>}
 */
async function findInHeadings(store, key) {
  const found = await store.find("c", key);
  const out = noHits();
  for (const { doc, flag } of found ? flagged(found, 1) : []) {
    out.docs.push(doc);
    out.places.push(flag ? 0 : 1);
    out.heads.push(4);
    out.at.push(out.places.length);
  }
  return out;
}

/**
 * @param {{data: Uint8Array, start: number, end: number}} found
 * @param {number} bits
 */
export function flagged({ data, start, end }, bits) {
  /** @type {{doc: number, flag: number}[]} */
  const out = [];
  let doc = 0;
  for (let at = start; at < end; ) {
    let number = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = data[at++];
      number += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    doc += number >> bits;
    out.push({ doc, flag: number & ((1 << bits) - 1) });
  }
  return out;
}
