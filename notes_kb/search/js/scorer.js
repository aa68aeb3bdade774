/** What speaks for a section, added up. */
import { nameOf } from "./names.js";
import { BODY, inHeadings, together, without } from "./postings.js";
import { WEIGHTS } from "./weights.js";
import { stands } from "./words.js";

/** @typedef {import("./postings.js").Hits} Hits */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./words.js").Word} Word */
/** @typedef {import("./query.js").Query} Query */
/** @typedef {ReturnType<typeof import("./store.js").sectionTable>} Sections */

/** How a section answers: bands come before scores. */
export const BANDS = {
  /** It holds some of the words. */
  some: 0,
  /** Its heading begins to sound like letters that stand elsewhere as they are. */
  sound: 1,
  /** Its page holds all words, one of them in code only. */
  code: 2,
  /** Its page holds all words, one of them in another word of the same stem only. */
  kin: 3,
  /** Its page holds all words, one of them in another form only. */
  form: 4,
  /** Its page holds all words. */
  all: 5,
  /** It holds all words near one another. */
  near: 6,
  /** It holds the query as it was typed, of several words. */
  phrase: 7,
  /** Its heading holds the query. */
  heading: 8,
  /** Its heading is the query. */
  isHeading: 9,
  /** It is the page of the concept that the query names. */
  ownPage: 10,
};

/** The band of a page that does not answer. */
const NONE = -1;

/** The best band of a page that holds a word in another spelling. @param {import("./words.js").Spelling} spelling */
const bandOf = ({ kin }) => (kin ? BANDS.kin : BANDS.form);

/** How many pages have a band. @param {Int8Array} pages */
const countPages = (pages) => pages.reduce((count, band) => (band === NONE ? count : count + 1), 0);

/**
 * Sections with a value, a band, and what the query was taken for where the text does not show it:
 * arrays over all sections of the site, since a single character may stand in most of them.
 */
export class Scores {
  /** @param {number} room one more than the greatest number of a section: some numbers are free */
  constructor(room) {
    this.values = new Float64Array(room);
    this.bands = new Int8Array(room).fill(NONE);
    /** @type {Map<number, string>} */
    this.whys = new Map();
    /** @type {number[]} those that have a score, in the order in which they got it */
    this.sections = [];
  }

  /**
   * @param {number} section
   * @param {number} value
   * @param {number} band
   * @param {string} why
   */
  add(section, value, band, why) {
    if (this.bands[section] === NONE) this.sections.push(section);
    this.values[section] += value;
    if (band > this.bands[section]) this.bands[section] = band;
    if (why && !this.whys.has(section)) this.whys.set(section, why);
  }
}

/** Adds up what speaks for each section. */
export class Scorer {
  /** @param {Store} store @param {Sections} sections */
  constructor(store, sections) {
    this.total = store.manifest.sections;
    this.sections = sections;
    this.scores = new Scores(sections.bases[sections.bases.length - 1]);
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
    this.scores.add(section, value, band, why);
  }

  /** How many pages hold all of the query, in whatever form. */
  get answering() {
    const pages = this.noPages();
    for (const section of this.scores.sections) {
      const band = this.scores.bands[section];
      if (band > BANDS.some) pages[this.sections.pageOf(section)] = band;
    }
    return countPages(pages);
  }

  /** A band for each page, of none so far: an array, because a word may stand on every page. */
  noPages() {
    return new Int8Array(this.sections.bases.length).fill(NONE);
  }

  /**
   * Where the last word as it stands gives answers, its completions count in headings only.
   * @param {Word[]} words
   */
  keepFinished(words) {
    const last = words[words.length - 1];
    const finished = [...words.slice(0, -1), { ...last, begun: noneBegun(last), others: [] }];
    if (countPages(this.commonPages(finished))) last.begun = { ...last.begun, ...inHeadings(last.begun) };
  }

  /** Sections of pages that hold all words. @param {Word[]} words */
  addWords(words) {
    const counted = words.filter((word) => stands(word) || !word.cut);
    const whole = counted.filter((word) => !word.begun.partial && !word.hits.partial);
    const pages = this.commonPages(whole.length ? whole : counted);
    for (const word of counted) this.addWord(word, pages);
    if (counted.length > 1) this.addNear(counted);
  }

  /**
   * @param {Word} word
   * @param {Int8Array} pages the bands of those that hold all words
   */
  addWord({ hits, begun, others, why, also }, pages) {
    const { all, form } = BANDS;
    this.addList(hits, 1, all, why, pages);
    this.addList(begun, WEIGHTS.begun, form, why, pages);
    for (const other of others) this.addList(other.hits, other.weight, bandOf(other), why, pages);
    const held = new Set(also.size ? hits.docs : []);
    for (const [doc, label] of also) {
      const band = pages[this.sections.pageOf(doc)];
      if (band === NONE || held.has(doc)) continue;
      this.add(doc, WEIGHTS.mention * this.idf(also.size), band, label);
    }
  }

  /**
   * @param {Hits} hits
   * @param {number} weight
   * @param {number} most the band that this spelling can reach
   * @param {string} why
   * @param {Int8Array} pages
   */
  addList(hits, weight, most, why, pages) {
    const idf = this.idf(hits.docs.length) * weight;
    hits.docs.forEach((doc, i) => {
      const band = pages[this.sections.pageOf(doc)];
      if (band === NONE) return;
      this.add(doc, idf * this.weigh(hits, i, WEIGHTS), Math.min(band, most, this.best(doc)), why);
    });
  }

  /**
   * What the occurrences in a section tell, times the rarity of the term.
   * @param {Hits} hits
   * @param {number} i
   * @param {{titled: number, knee: number}} weights
   */
  weigh(hits, i, { titled, knee }) {
    const doc = hits.docs[i];
    const value = this.saturate(doc, hits.at[i + 1] - hits.at[i], knee);
    if (this.sections.isCode(doc)) return WEIGHTS.code * value;
    return hits.places[hits.at[i]] < BODY ? value + titled : value;
  }

  /**
   * Tell each page that holds a term, once and in order, and whether its title does.
   * @param {Hits} hits
   * @param {(page: number, titled: boolean) => void} tell
   */
  eachPage({ docs, at, places }, tell) {
    const { pageOf, bases } = this.sections;
    for (let i = 0, last = -1; i < docs.length; i++) {
      const page = pageOf(docs[i]);
      // A title is the heading of a page's first section.
      if (page !== last) tell(page, docs[i] === bases[page] && places[at[i]] < BODY);
      last = page;
    }
  }

  /** The band that words of a section can reach. @param {number} doc */
  best(doc) {
    return this.sections.isCode(doc) ? BANDS.code : BANDS.all;
  }

  /**
   * BM25's answer to how much a further occurrence tells, less in longer sections.
   * @param {number} doc
   * @param {number} count
   * @param {number} knee BM25's k1
   */
  saturate(doc, count, knee) {
    const length = WEIGHTS.lengthFixed + WEIGHTS.lengthShare * this.sections.length(doc);
    return count / (count + knee * length);
  }

  /**
   * The pages that hold all words, and the band that the weakest of their words gives them.
   * @param {Word[]} words
   * @returns {Int8Array} by page; `NONE` where a word is missing
   */
  commonPages(words) {
    const [first, ...rest] = words.map((word) => this.pagesOf(word));
    for (const pages of rest) {
      // `NONE` is less than every band.
      for (let page = 0; page < first.length; page++) {
        if (pages[page] < first[page]) first[page] = pages[page];
      }
    }
    return first ?? this.noPages();
  }

  /** The best band that a word gives each page. @param {Word} word */
  pagesOf({ hits, begun, others, also }) {
    const pages = this.noPages();
    const put = (/** @type {number} */ doc, /** @type {number} */ most) => {
      const page = this.sections.pageOf(doc);
      const band = Math.min(most, this.best(doc));
      if (band > pages[page]) pages[page] = band;
    };
    for (const doc of hits.docs) put(doc, BANDS.all);
    for (const doc of begun.docs) put(doc, BANDS.form);
    for (const other of others) for (const doc of other.hits.docs) put(doc, bandOf(other));
    for (const doc of also.keys()) put(doc, BANDS.all);
    return pages;
  }

  /** Sections that hold all words near one another, or all in their heading. @param {Word[]} words */
  addNear(words) {
    const idf = words.reduce((sum, { hits }) => sum + this.idf(hits.docs.length), 0);
    const own = words.reduce((sum, { needles }) => sum + (needles[0]?.texts.length ?? 1), 0);
    for (const { doc, size, titled } of together(words.map(({ hits }) => hits))) {
      if (titled) this.add(doc, WEIGHTS.headingWords, BANDS.heading);
      const gap = Math.max(0, size - own);
      if (gap > WEIGHTS.nearGap) continue;
      const band = this.sections.isCode(doc) ? BANDS.code : BANDS.near;
      this.add(doc, (WEIGHTS.near * idf) / (1 + gap), band);
    }
  }

  /** Sections that hold the query of several words as it was typed. @param {Hits} hits */
  addPhrase(hits) {
    const idf = this.idf(hits.docs.length);
    hits.docs.forEach((doc, i) => {
      const band = this.sections.isCode(doc) ? BANDS.code : BANDS.phrase;
      this.add(doc, WEIGHTS.phrase * idf * this.weigh(hits, i, WEIGHTS), band);
    });
  }

  /**
   * Headings that are the query, begin with it, or hold it.
   * @param {Hits} hits
   * @param {Query} query
   * @param {boolean} begun whether the last word goes on there
   */
  addHeadings(hits, query, begun) {
    const { atoms } = query;
    if (!atoms.length) return;
    const size = atoms[atoms.length - 1].place - atoms[0].place + 1;
    hits.docs.forEach((doc, i) => {
      const place = hits.places[hits.at[i]];
      if (place >= BODY) return;
      const share = Math.min(1, (begun ? size - 0.5 : size) / (hits.heads[i] || size));
      if (hits.likely?.has(doc)) this.add(doc, WEIGHTS.headingLikely, BANDS.heading);
      const begins = place === 0 && !hits.unlike?.has(doc);
      if (begins && share === 1) this.add(doc, WEIGHTS.headingEqual, BANDS.isHeading);
      else {
        const weight = begins ? WEIGHTS.headingBegins : WEIGHTS.headingHolds;
        const { headingShare } = WEIGHTS;
        this.add(doc, weight * (headingShare + (1 - headingShare) * share), BANDS.heading);
      }
    });
  }

  /**
   * A concept that the whole query names.
   * @param {import("./similar.js").Concept} concept
   * @param {string} text
   * @param {boolean} typed whether the query stands on the site as it was typed
   */
  addConcept(concept, text, typed) {
    const { all, heading, isHeading, sound } = BANDS;
    const why = nameOf(text, concept);
    // Initials stand for many things: where the letters stand as they are, they are those.
    const weak = typed && concept.by === 2;
    for (const doc of concept.own) {
      this.add(doc, WEIGHTS.ownPage[concept.by], weak ? sound : BANDS.ownPage, why);
    }
    const idf = this.idf(concept.mentions.length);
    for (const { doc, heading: rank } of concept.mentions) {
      const value = [WEIGHTS.mention * idf, WEIGHTS.headingNames, WEIGHTS.namedHeading][rank];
      const band = [all, heading, isHeading][rank];
      this.add(doc, value, typed && concept.by ? sound : band, why);
    }
  }

  /**
   * A concept that a part of the query names: its own page stands first among those that hold as
   * much of the query; of a question it is most often the answer.
   * @param {import("./similar.js").Concept} concept
   * @param {string} text
   * @param {boolean} question
   */
  addNamed(concept, text, question) {
    const band = question ? BANDS.heading : BANDS.some;
    const value = WEIGHTS.partNamed * this.idf(concept.mentions.length);
    for (const doc of concept.own) this.add(doc, value, band, nameOf(text, concept));
  }

  /**
   * A heading that sounds like the query, or begins to.
   * @param {{doc: number, kind: number, share: number}} heading
   * @param {string} text
   * @param {boolean} typed whether the query stands on the site as it was typed
   */
  addSpoken({ doc, kind, share }, text, typed) {
    const exact = share === 1 && kind < 2;
    const value = exact
      ? [WEIGHTS.spoken, WEIGHTS.spokenInitials][kind]
      : WEIGHTS.spokenPart[kind] * share;
    const band = exact ? BANDS.isHeading : BANDS.heading;
    if (!exact && this.sections.namesConcept(doc)) this.add(doc, WEIGHTS.spokenConcept, BANDS.sound);
    this.add(doc, value, typed ? BANDS.sound : band, `${text} →`);
  }
}

/** @param {Word} word */
const noneBegun = ({ begun }) => without(begun, begun);
