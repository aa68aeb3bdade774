/**
 * Every number that ranking depends on, with the reason for its value. Bands come before
 * scores (see `scorer.js`), so values compare only within a band. Run `make bench-search`
 * after a change: its tables show what a weight does for each kind of query.
 */
export const WEIGHTS = {
  /** A heading that is the query, as typed: far above one that only begins with it. */
  headingEqual: 1000,
  /** A heading that begins with the query; what is typed is most often a beginning. */
  headingBegins: 300,
  /** A heading that holds the query further on. */
  headingHolds: 100,
  /** A heading that probably goes on as typed, where the words for it are too many to fetch. */
  headingLikely: 60,
  /** The part of the two values above that counts whatever share of the heading was typed;
   * the rest grows with that share, so that of two headings the shorter one comes first. */
  headingShare: 0.5,

  /** A heading that holds all words of the query, in another order or with others between:
   * below one that holds the query itself (100). */
  headingWords: 50,

  /** A concept's own page, by a name of it, by its reading, by its initials: above a heading of
   * the same name anywhere else (1000), and names above sounds. */
  ownPage: [1200, 1100, 1050],
  /** A heading that is another name of the concept: just below the name as typed (1000). */
  namedHeading: 900,
  /** A heading that holds another name: below one that holds the query itself (100). */
  headingNames: 80,
  /** A mention under another name, in units of the concept's rarity: less than any occurrence
   * of the words themselves, which count 0.4 to 1. */
  mention: 0.3,
  /** The page of a concept that a part of the query names, in units of its rarity: above the
   * 6 + 1 that the title of another page can reach by that part. */
  partNamed: 8,

  /** A heading by its whole pinyin, below headings as typed, because several words share one
   * spelling; initials are more ambiguous still. */
  spoken: 600,
  spokenInitials: 550,
  /** Pinyin that is not all of the heading's, times the share that was typed: by kind of key
   * (whole, its initials, from a later word on, initials from there). */
  spokenPart: [150, 120, 60, 40],

  /** A concept whose label goes on from the pinyin, or holds it as a word: above any other heading
   * that does (150 and 60), and below one that it spells (600). */
  spokenConcept: 200,

  /** A word in a heading, in units of its rarity: a heading says what a section is about, so
   * it counts for more than any number of occurrences in the text, each kind of which adds
   * at most 1. */
  titled: 6,
  /** Another form of a word, times the share of letters that both begin with: it tells less than
   * the word as typed. */
  form: 0.6,
  /** A word that goes on from what was typed: the reader may mean it, or another. */
  begun: 0.5,
  /** A word in code, in which most words stand often and tell little. */
  code: 0.3,
  /** Words of a query side by side, in units of their rarity; divided by the words between. */
  near: 3,
  /** Words between those of a query up to which they are near: about a sentence. */
  nearGap: 12,
  /** The query as a phrase, in units of its rarity: above what its words can reach near one
   * another. */
  phrase: 4,
  /** BM25's k1, at its usual value: the second occurrence tells about half of the first. */
  knee: 1.2,
  /** BM25's 1 - b and b, a little below the usual b of 0.75: sections differ less in length
   * than the documents for which that was found. */
  lengthFixed: 0.4,
  lengthShare: 0.6,

  /** The share of the words, or of their rarity, above which a page follows those that hold all. */
  most: 0.5,
  /** k1 for questions: that a term is there tells more than how often. */
  softKnee: 0.5,
  /** A term of a question in a heading: little, because questions and headings are worded
   * differently, and most common terms stand in some heading. */
  softTitled: 0.7,
  /** What the rest of its page holds of a question counts for a section too, but less. */
  softPage: 0.6,
  /** The same where its title holds a term: what a page is called, it is about. */
  softTitle: 4,
  /** What a section keeps of its score where it holds hardly any of a question's terms; the
   * rest grows with their share, so that many terms beat one rare one. */
  softFixed: 0.3,
  softShare: 0.7,

  /** The share of all its sections' scores that is added to a page's best: enough to decide
   * between equals, too little to put many weak sections above a good one. */
  pageSum: 0.05,
  /** That sum counts up to so many times the best, so that long pages do not win by length. */
  pageMost: 4,

  /** What it costs to leave a Han character out when a phrase is cut, where each piece costs 1:
   * more than a piece, so that as little as possible is lost. */
  cutCharacter: 1.2,
  /** The same for a word of letters, which says more than a character. */
  cutWord: 1.5,
  /** The cost of a rare piece above a common one: of cuts with as many pieces, the commonest. */
  cutRare: 0.1,

  /** Dice's coefficient below which two names are not alike enough to be offered. */
  alike: 0.3,
};
