/** What speaks for a section, added up. */
import { nameOf } from "./names.js";
import { BODY, inHeadings, union } from "./postings.js";
import { WEIGHTS } from "./weights.js";

/** @typedef {import("./postings.js").Hits} Hits */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./words.js").Word} Word */
/** @typedef {ReturnType<typeof import("./store.js").sectionTable>} Sections */

/** How a section answers: bands come before scores. */
export const SOME = 0;
export const ALL = 1;
export const HEADING = 2;
export const IS_HEADING = 3;
export const OWN_PAGE = 4;

/**
 * @typedef {object} Score
 * @property {number} value
 * @property {number} band
 * @property {string} why what the query was taken for, where the text does not show it
 */

/** Adds up what speaks for each section. */
export class Scorer {
  /** @param {Store} store @param {Sections} sections */
  constructor(store, sections) {
    this.total = store.manifest.sections;
    this.sections = sections;
    /** @type {Map<number, Score>} */
    this.scores = new Map();
  }

  /** @param {number} count sections that hold a term */
  idf(count) {
    return Math.log(1 + (this.total - count + 0.5) / (count + 0.5));
  }

  /**
   * @param {number} section
   * @param {number} value
   * @param {number} band
   * @param {string} [why]
   */
  add(section, value, band, why = "") {
    const score = this.scores.get(section);
    if (!score) return void this.scores.set(section, { value, band, why });
    score.value += value;
    if (band > score.band) score.band = band;
    score.why ||= why;
  }

  /**
   * Where the last word as it stands gives answers, its completions count in headings only.
   * @param {Word[]} words
   * @param {Hits} finished the last word as it stands
   */
  keepFinished(words, finished) {
    const last = words[words.length - 1];
    if (!this.commonPages([...words.slice(0, -1), { ...last, hits: finished }]).size) return;
    last.hits = union([finished, inHeadings(last.hits)]);
  }

  /** Sections of pages that hold all words. @param {Word[]} words */
  addWords(words) {
    const counted = words.filter((word) => word.hits.docs.length || !word.cut);
    const whole = counted.filter((word) => !word.hits.partial);
    const pages = this.commonPages(whole.length ? whole : counted);
    for (const { hits, weight, why, also, lists } of counted) {
      for (const list of lists ?? [{ hits, weight }]) {
        this.addList(list.hits, list.weight * weight, why, pages);
      }
      const held = new Set(also.size ? hits.docs : []);
      for (const [doc, label] of also) {
        if (!held.has(doc) && pages.has(this.sections.pageOf(doc))) {
          this.add(doc, WEIGHTS.mention * this.idf(also.size), ALL, label);
        }
      }
    }
  }

  /**
   * @param {Hits} hits
   * @param {number} weight
   * @param {string} why
   * @param {Set<number>} pages
   */
  addList(hits, weight, why, pages) {
    const idf = this.idf(hits.docs.length) * weight;
    hits.docs.forEach((doc, i) => {
      if (!pages.has(this.sections.pageOf(doc))) return;
      const titled = hits.places[hits.at[i]] < BODY;
      const value = idf * this.saturate(doc, hits.at[i + 1] - hits.at[i]);
      this.add(doc, value + (titled ? WEIGHTS.titled * idf : 0), ALL, why);
    });
  }

  /**
   * BM25's answer to how much a further occurrence tells, less in longer sections.
   * @param {number} doc
   * @param {number} count
   * @param {number} [knee] BM25's k1
   */
  saturate(doc, count, knee = WEIGHTS.knee) {
    const length = WEIGHTS.lengthFixed + WEIGHTS.lengthShare * this.sections.length(doc);
    return count / (count + knee * length);
  }

  /** @param {Word[]} words @returns {Set<number>} */
  commonPages(words) {
    /** @type {Set<number> | undefined} */
    let common;
    for (const { hits, also } of words) {
      const pages = new Set();
      for (const doc of hits.docs) pages.add(this.sections.pageOf(doc));
      for (const doc of also.keys()) pages.add(this.sections.pageOf(doc));
      const before = common;
      common = before ? new Set([...pages].filter((page) => before.has(page))) : pages;
    }
    return common ?? new Set();
  }

  /** Headings that are the query, begin with it, or hold it. @param {Hits} hits @param {import("./query.js").Query} query */
  addHeadings(hits, query) {
    const { atoms } = query;
    if (!atoms.length) return;
    const size = atoms[atoms.length - 1].place - atoms[0].place + 1;
    hits.docs.forEach((doc, i) => {
      const place = hits.places[hits.at[i]];
      if (place >= BODY) return;
      const share = Math.min(1, size / (hits.heads[i] || size));
      if (hits.likely?.has(doc)) this.add(doc, WEIGHTS.headingLikely, HEADING);
      if (place === 0 && share === 1) this.add(doc, WEIGHTS.headingEqual, IS_HEADING);
      else {
        const weight = place === 0 ? WEIGHTS.headingBegins : WEIGHTS.headingHolds;
        const { headingShare } = WEIGHTS;
        this.add(doc, weight * (headingShare + (1 - headingShare) * share), HEADING);
      }
    });
  }

  /** @param {import("./similar.js").Concept} concept @param {string} text */
  addConcept(concept, text) {
    const why = nameOf(text, concept);
    for (const doc of concept.own) this.add(doc, WEIGHTS.ownPage, OWN_PAGE, why);
    const idf = this.idf(concept.mentions.length);
    for (const { doc, heading } of concept.mentions) {
      const value = [WEIGHTS.mention * idf, WEIGHTS.headingNames, WEIGHTS.namedHeading][heading];
      this.add(doc, value, [ALL, HEADING, IS_HEADING][heading], why);
    }
  }

  /**
   * A concept that a part of the query names: its own page stands first among the rest.
   * @param {import("./similar.js").Concept} concept
   * @param {string} text
   */
  addNamed(concept, text) {
    const idf = this.idf(concept.mentions.length);
    for (const doc of concept.own) this.add(doc, WEIGHTS.partNamed * idf, HEADING, nameOf(text, concept));
  }

  /** @param {{doc: number, kind: number, share: number}} heading @param {string} text */
  addSpoken({ doc, kind, share }, text) {
    const exact = share === 1 && kind < 2;
    const value = exact
      ? [WEIGHTS.spoken, WEIGHTS.spokenInitials][kind]
      : WEIGHTS.spokenPart[kind] * share;
    this.add(doc, value, exact ? IS_HEADING : HEADING, `${text} →`);
  }
}
