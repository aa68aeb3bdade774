/** A phrase that stands nowhere as a whole, cut into phrases that do. */
import { findTerm, findWord } from "./match.js";
import { adjacent, noHits } from "./postings.js";
import { pair } from "./tokenize.js";
import { WEIGHTS } from "./weights.js";

/** @typedef {import("./tokenize.js").Atom} Atom */
/** @typedef {import("./postings.js").Hits} Hits */

/** Atoms of a phrase that is cut; a longer one is a question, and is scored as one. */
export const MOST = 24;

/**
 * @typedef {object} Piece
 * @property {Atom[]} atoms
 * @property {Hits} hits
 */

/**
 * The site's own texts say what its words are: of all ways to cut the phrase into
 * phrases that stand on the site, take the one with the fewest, and of those the one
 * whose phrases are the commonest.
 * @param {import("./store.js").Store} store
 * @param {Atom[]} atoms
 * @returns {Promise<Piece[]>}
 */
export async function cutPhrase(store, atoms) {
  const links = await Promise.all(atoms.map((_, i) => link(store, atoms, i)));
  /** @type {{cost: number, pieces: Piece[]}[]} */
  const best = [{ cost: 0, pieces: [] }];
  for (let i = 0; i < atoms.length; i++) {
    const { cost, pieces } = best[i];
    const left = atoms[i].cjk ? WEIGHTS.cutCharacter : WEIGHTS.cutWord;
    offer(best, i + 1, cost + left, pieces);
    for (const { end, hits } of spans(atoms, links, i)) {
      const piece = { atoms: atoms.slice(i, end), hits };
      const rare = WEIGHTS.cutRare / Math.log(2 + hits.docs.length);
      offer(best, end, cost + 1 + rare, [...pieces, piece]);
    }
  }
  return best[atoms.length].pieces;
}

/**
 * @param {{cost: number, pieces: Piece[]}[]} best
 * @param {number} end
 * @param {number} cost
 * @param {Piece[]} pieces
 */
function offer(best, end, cost, pieces) {
  if (!best[end] || cost < best[end].cost) best[end] = { cost, pieces };
}

/**
 * Where an atom stands, with the character behind it if both are Han.
 * @param {import("./store.js").Store} store
 * @param {Atom[]} atoms
 * @param {number} i
 */
function link(store, atoms, i) {
  if (!atoms[i].cjk) return findWord(store, atoms[i].text);
  const next = atoms[i + 1];
  if (!next?.cjk || next.place !== atoms[i].place + 1) return Promise.resolve(noHits());
  return findTerm(store, "h", pair(atoms[i], next));
}

/**
 * The phrases from an atom on that stand somewhere.
 * @param {Atom[]} atoms
 * @param {Hits[]} links
 * @param {number} from
 */
function* spans(atoms, links, from) {
  let hits = links[from];
  let end = from + (atoms[from].cjk ? 2 : 1);
  while (hits.docs.length) {
    yield { end, hits };
    const last = end - 1;
    const next = atoms[end];
    if (!next || next.place !== atoms[last].place + 1) return;
    const distance = atoms[last].place - atoms[from].place;
    if (atoms[last].cjk && next.cjk) hits = adjacent(hits, links[last], distance);
    else if (!next.cjk) hits = adjacent(hits, links[end], distance + 1);
    else if (atoms[end + 1]?.cjk) {
      hits = adjacent(hits, links[end], distance + 1);
      end++;
    } else return;
    end++;
  }
}
