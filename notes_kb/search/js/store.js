/** The files of the index: found by directory, fetched once, kept within bounds. */
import { foldTable } from "./normalize.js";
import { decode } from "./postings.js";
import { FORMAT, Reader, WireError, between, character, fromBase64, inflate, keyAt, lowerBound, readPairTable, readTable } from "./wire.js";

/**
 * Fetches a file of the index by name; `fresh` asks past any cache. Rejects where there is none.
 * @typedef {(name: string, fresh?: boolean) => Promise<Uint8Array>} Load
 */

/**
 * Undoes `deflate`; rejects, or throws, what is no such file.
 * @typedef {(packed: Uint8Array) => Promise<Uint8Array> | Uint8Array} Unpack
 */

/**
 * Some files of a kind, in the order of their keys.
 * @typedef {object} Part
 * @property {string[]} keys
 * @property {string} names six characters a file
 * @property {[number, number][]} large files that are larger than most, with their bytes
 */

/**
 * Where the files of a kind are: all of them, or in a large site pages that name `files` each.
 * @typedef {Partial<Part> & {size: number, pages?: {keys: string[], names: string, files: number}}} Directory
 *   `size` are the bytes of most files
 */

/**
 * @typedef {object} Manifest
 * @property {number} format
 * @property {number} pages
 * @property {number} sections
 * @property {number} mean
 * @property {[string, string][]} languages
 * @property {string} fold base64
 * @property {Record<string, Directory>} directories
 * @property {any} table of the sections; in a large site the hash of its file
 * @property {string} propose
 * @property {Record<string, string>[]} kinds what pages are called beside their titles, by language
 * @property {[Record<string, string>, Record<string, string>][]} topics names and URLs, by language
 * @property {string} build
 */

/** @typedef {{index: number, url: string, title: string, language: number, twins: any[]}} Page */

/** Bytes of decoded files that are kept; the least recently used go first. */
const KEPT = 12_000_000;
/** Numbers of decoded postings that are kept; then all are forgotten. */
const DECODED = 400_000;

/** @type {import("./wire.js").Table} */
const EMPTY = { data: new Uint8Array(), keys: [], starts: new Uint32Array(1) };

/** A file that the manifest names is not there: the site was published anew, or is not whole. */
export class MissingError extends Error {}

export class Store {
  /** @param {Load} load @param {Manifest} manifest @param {{unpack?: Unpack, kept?: number}} [options] `kept` in bytes */
  constructor(load, manifest, { unpack = inflate, kept = KEPT } = {}) {
    this.load = load;
    this.unpack = unpack;
    this.kept = kept;
    this.manifest = manifest;
    this.fold = foldTable(fromBase64(manifest.fold));
    /** @type {Map<string, Promise<any>>} */
    this.cache = new Map();
    /** @type {Map<string, Part>} Pages of directories that were fetched, by kind and number. */
    this.parts = new Map();
    /** @type {Map<string, number>} */
    this.weights = new Map();
    this.weight = 0;
    /**
     * Postings that were decoded, by the data of their file and their start there.
     * @type {WeakMap<Uint8Array, Map<number, import("./postings.js").Hits>>}
     */
    this.decoded = new WeakMap();
    this.numbers = 0;
    /** Files that were fetched. */
    this.requests = 0;
    /** @type {Promise<ReturnType<typeof sectionTable>> | undefined} The table in the manifest, read. */
    this.inside = undefined;
    /** Whether missing files count as empty: the rest then answers. */
    this.lenient = false;
  }

  /**
   * @param {Load} load
   * @param {boolean} [fresh]
   * @param {Unpack} [unpack]
   * @returns {Promise<Store>}
   */
  static async open(load, fresh = false, unpack = inflate) {
    const manifest = parse(await unpack(await load("manifest.bin", fresh)));
    if (manifest.format !== FORMAT) {
      throw new WireError(
        `The search index has format ${manifest.format}, this page reads ${FORMAT}: ` +
          "reload the page, or build the site again",
      );
    }
    return new Store(load, manifest, { unpack });
  }

  /**
   * Fetch the pages of a kind's directory that some keys stand on. `place` and `cost` of these
   * keys can be asked then; where the manifest names all files, nothing is fetched.
   * @param {string} kind
   * @param {string[]} keys
   */
  async prepare(kind, keys) {
    const { pages } = this.manifest.directories[kind];
    if (!pages) return;
    const numbers = new Set(keys.map((key) => Math.max(0, below(pages.keys, key))));
    await Promise.all([...numbers].map((number) => this.page(kind, number)));
  }

  /** The page of a directory that names a file. @param {string} kind @param {number} number */
  pageOf(kind, number) {
    return Math.floor(number / (this.manifest.directories[kind].pages?.files ?? Infinity));
  }

  /**
   * A page of a directory.
   * @param {string} kind
   * @param {number} number
   * @returns {Promise<Part>}
   */
  async page(kind, number) {
    const { pages } = this.manifest.directories[kind];
    if (!pages) return /** @type {Part} */ (this.manifest.directories[kind]);
    const name = fileName(`${kind}d`, number, pages.names);
    const part = await this.keep(name, parse).catch((error) => {
      if (!this.mayLack(error)) throw error;
      return { keys: [], names: "", large: [] };
    });
    this.parts.set(`${kind}${number}`, part);
    return part;
  }

  /**
   * What was fetched of a directory, and the number of the first file there.
   * @param {string} kind
   * @param {number} number
   * @returns {{part: Part, first: number}}
   */
  part(kind, number) {
    const directory = this.manifest.directories[kind];
    if (!directory.pages) return { part: /** @type {Part} */ (directory), first: 0 };
    const part = this.parts.get(`${kind}${number}`);
    if (!part) throw new Error(`page ${number} of the directory ${kind} was not asked for`);
    return { part, first: number * directory.pages.files };
  }

  /** Whether `place` of a key can be asked without fetching anything. @param {string} kind @param {string} key */
  isPrepared(kind, key) {
    const { pages } = this.manifest.directories[kind];
    return !pages || this.parts.has(`${kind}${Math.max(0, below(pages.keys, key))}`);
  }

  /**
   * The number of the file of a kind that a key stands in, if it stands anywhere.
   * @param {string} kind
   * @param {string} key
   */
  place(kind, key) {
    const { pages } = this.manifest.directories[kind];
    const { part, first } = this.part(kind, pages ? Math.max(0, below(pages.keys, key)) : 0);
    const number = below(part.keys, key);
    return number < 0 && !first ? -1 : first + Math.max(0, number);
  }

  /** The name of a file of a kind. @param {string} kind @param {number} number */
  name(kind, number) {
    const { part, first } = this.part(kind, this.pageOf(kind, number));
    return fileName(kind, number, part.names, first);
  }

  /**
   * What a file costs to fetch: nothing once it is here.
   * @param {string} kind
   * @param {number} number
   */
  cost(kind, number) {
    const { part, first } = this.part(kind, this.pageOf(kind, number));
    if (this.cache.has(this.name(kind, number))) return 1;
    const { size } = this.manifest.directories[kind];
    return part.large.find(([file]) => file === number - first)?.[1] ?? size;
  }

  /** Whether a file is larger than most: it holds one frequent key, or little else. @param {string} kind @param {number} number */
  isLarge(kind, number) {
    const { part, first } = this.part(kind, this.pageOf(kind, number));
    return part.large.some(([file]) => file === number - first);
  }

  /**
   * @param {string} kind
   * @param {number} number
   * @returns {Promise<import("./wire.js").Table | import("./wire.js").PairTable>}
   */
  async table(kind, number) {
    try {
      await this.page(kind, this.pageOf(kind, number));
      const name = this.name(kind, number);
      return await (kind === "h" ? this.keep(name, readPairTable) : this.keep(name, readTable));
    } catch (error) {
      if (!this.mayLack(error)) throw error;
      return EMPTY;
    }
  }

  /**
   * The payload of one key.
   * @param {string} kind
   * @param {string} key
   * @returns {Promise<{data: Uint8Array, start: number, end: number} | undefined>}
   */
  async find(kind, key) {
    await this.prepare(kind, [key]);
    const number = this.place(kind, key);
    if (number < 0) return undefined;
    const table = await this.table(kind, number);
    const [i] = between(table, key, key);
    const { data, starts } = table;
    if (i + 1 >= starts.length || keyAt(table, i) !== key) return undefined;
    return { data, start: starts[i], end: starts[i + 1] };
  }

  /**
   * The payloads of all keys from `from` to before `to`, from at most `most` files.
   * @param {string} kind
   * @param {string} from
   * @param {string} to
   * @param {number} most
   */
  async range(kind, from, to, most) {
    await this.prepare(kind, [from, to]);
    const first = this.place(kind, from);
    const last = Math.min(this.place(kind, to), first + most - 1);
    /** @type {ReturnType<Store["table"]>[]} */
    const files = [];
    for (let i = Math.max(0, first); i <= last; i++) files.push(this.table(kind, i));
    /** @type {{key: string, data: Uint8Array, start: number, end: number}[]} */
    const out = [];
    for (const table of await Promise.all(files)) {
      const { data, starts } = table;
      const [begin, end] = between(table, from, to);
      for (let i = begin; i < end; i++) {
        out.push({ key: keyAt(table, i), data, start: starts[i], end: starts[i + 1] });
      }
    }
    return out;
  }

  /**
   * Where a term stands. One query asks for a word several times, and the next one most often
   * for the same words: nobody may change the lists.
   * @param {{data: Uint8Array, start: number, end: number}} found
   */
  hits({ data, start, end }) {
    let known = this.decoded.get(data);
    const before = known?.get(start);
    if (before) return before;
    const hits = decode(data, start, end);
    const size = 3 * hits.docs.length + hits.places.length;
    if ((this.numbers += size) > DECODED) {
      this.decoded = new WeakMap();
      this.numbers = size;
      known = undefined;
    }
    if (!known) this.decoded.set(data, (known = new Map()));
    if (size < DECODED) known.set(start, hits);
    return hits;
  }

  /** The readings of each character of the site and of daily use. */
  async sounds() {
    const { keys, names } = this.manifest.directories.y;
    return keys?.length && names ? this.keep(fileName("y", 0, names), readings) : new Map();
  }

  /** Read the table of sections before a query asks for it, where it stands in the manifest. */
  ready() {
    if (typeof this.manifest.table !== "string") this.sections();
  }

  /** The table that maps sections to pages, lengths and files. */
  sections() {
    const { table } = this.manifest;
    if (typeof table === "string") return this.keep(`s0-${table}.bin`, (data) => sectionTable(parse(data)));
    return (this.inside ??= Promise.resolve(sectionTable(table)));
  }

  /**
   * The file with a section's text.
   * @param {number} section
   * @param {ReturnType<typeof sectionTable>} table
   * @returns {Promise<{first: number, pages: any[], sections: any[]}>} pages by the distance of
   *   their first section to that of the file
   */
  async chunk(section, table) {
    await this.prepareFiles(table.chunks, [section]);
    const { name, first } = this.fileAt(table.chunks, section);
    return { ...(await this.keep(name, parse)), first };
  }

  /**
   * The row of a page with its title and headings.
   * @param {number} page
   * @param {ReturnType<typeof sectionTable>} table
   * @returns {Promise<any[]>}
   */
  async titles(page, table) {
    await this.prepareFiles(table.titles, [page]);
    const { name, first } = this.fileAt(table.titles, page);
    return (await this.keep(name, parse))[page - first];
  }

  /**
   * Fetch what names the files that hold some numbers, where the table of sections does not.
   * @param {Ranges} ranges
   * @param {number[]} numbers
   */
  async prepareFiles(ranges, numbers) {
    if (!ranges.parts) return;
    const wanted = new Set(numbers.map((number) => at(ranges.firsts, number)));
    await Promise.all([...wanted].map((page) => this.rangesPage(ranges, page)));
  }

  /** @param {Ranges} ranges @param {number} page */
  async rangesPage(ranges, page) {
    const raw = await this.keep(fileName(`${ranges.kind}d`, page, ranges.names), parse);
    ranges.parts?.set(page, rangesOf(ranges.kind, raw));
  }

  /**
   * The file that holds a number, which was prepared, and the first number in it.
   * @param {Ranges} ranges
   * @param {number} number
   * @returns {{name: string, first: number}}
   */
  fileAt({ kind, firsts, names, parts, files }, number) {
    const i = at(firsts, number);
    if (!parts) return { name: fileName(kind, i, names), first: firsts[i] };
    const part = parts.get(i);
    if (!part) throw new Error(`page ${i} of the files ${kind} was not asked for`);
    const file = at(part.firsts, number);
    return { name: fileName(kind, i * files + file, part.names, i * files), first: part.firsts[file] };
  }

  /**
   * @template T
   * @param {string} name
   * @param {(data: Uint8Array) => T} read
   * @returns {Promise<T>}
   */
  keep(name, read) {
    let promise = this.cache.get(name);
    if (promise) this.cache.delete(name);
    else promise = this.fetch(name, read);
    this.cache.set(name, promise);
    return promise;
  }

  /** Whether an error is a missing file, and missing files count as empty. @param {unknown} error */
  mayLack(error) {
    return this.lenient && error instanceof MissingError;
  }

  /**
   * @template T
   * @param {string} name
   * @param {(data: Uint8Array) => T} read
   * @returns {Promise<T>}
   */
  async fetch(name, read) {
    this.requests++;
    try {
      const data = await this.loaded(name);
      const value = read(data);
      this.weights.set(name, data.length);
      this.weight += data.length;
      this.trim(name);
      return value;
    } catch (error) {
      this.cache.delete(name);
      throw error;
    }
  }

  /** The bytes of a file; rejects with a `MissingError` where it is not there or no file of ours. @param {string} name */
  async loaded(name) {
    try {
      return await this.unpack(await this.load(name));
    } catch (error) {
      throw new MissingError(`The search index lacks ${name}`, { cause: error });
    }
  }

  /** Forget files until the rest is small enough: not those under way, nor the latest. @param {string} latest */
  trim(latest) {
    for (const name of this.cache.keys()) {
      if (this.weight <= this.kept) break;
      const weight = this.weights.get(name);
      if (weight === undefined || name === latest) continue;
      this.weight -= weight;
      this.weights.delete(name);
      this.cache.delete(name);
    }
  }
}

/**
 * @param {string} kind
 * @param {number} number
 * @param {string} names six characters a file
 * @param {number} [first] the number of the first of them
 */
function fileName(kind, number, names, first = 0) {
  const at = (number - first) * 6;
  return `${kind}${number}-${names.slice(at, at + 6)}.bin`;
}

/** The last index whose key is not above; -1 where all are. @param {string[]} keys @param {string} key */
function below(keys, key) {
  const i = lowerBound(keys, key);
  return keys[i] === key ? i : i - 1;
}

/**
 * @param {Uint8Array} data syllables with the characters that sound so
 * @returns {Map<string, string[]>}
 */
function readings(data) {
  const { keys, starts } = readTable(data);
  /** @type {Map<string, string[]>} */
  const found = new Map();
  keys.forEach((sound, i) => {
    const reader = new Reader(data, starts[i]);
    for (let code = 0; reader.at < starts[i + 1]; ) {
      const read = character((code += reader.varint()));
      found.set(read, [...(found.get(read) ?? []), sound]);
    }
  });
  return found;
}

/** @param {Uint8Array} data */
const parse = (data) => JSON.parse(new TextDecoder().decode(data));

/** The last index whose number is not above. @param {Uint32Array} firsts @param {number} number */
export function at(firsts, number) {
  let low = 0;
  let high = firsts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (firsts[middle] <= number) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Files that hold consecutive numbers. In a large site each entry is a page that names `files`
 * of them, and `parts` are the pages that were fetched.
 * @typedef {{kind: string, firsts: Uint32Array, names: string, files: number, parts?: Map<number, Ranges>}} Ranges
 */

/**
 * @param {string} kind
 * @param {[number[], string, number?]} raw distances, names, and how many files a page names
 * @returns {Ranges}
 */
const rangesOf = (kind, [distances, names, files = 0]) => ({
  kind,
  firsts: sums(distances),
  names,
  files,
  ...(files ? { parts: new Map() } : {}),
});

/** @param {number[]} distances */
function sums(distances) {
  let sum = 0;
  return Uint32Array.from(distances, (distance) => (sum += distance));
}

/** The middle of each class of length, in mean lengths. */
const LENGTHS = Array.from({ length: 16 }, (_, n) => 0.12 * 1.4 ** n);

/**
 * The number of each page's first section.
 * @param {number[]} sizes sections of each page
 * @param {[number, number][]} blocks pages of each block, and the numbers left free behind them
 */
function pageBases(sizes, blocks) {
  const bases = new Uint32Array(sizes.length + 1);
  let page = 0;
  let section = 0;
  for (const [pages, room] of blocks) {
    for (const end = page + pages; page < end; page++) {
      bases[page] = section;
      section += sizes[page];
    }
    section += room;
  }
  bases[page] = section;
  return bases;
}

/** @param {any} raw */
export function sectionTable(raw) {
  const bytes = fromBase64(raw.lengths);
  const bases = pageBases(raw.sizes, raw.blocks);
  const texts = Uint32Array.from(raw.sizes, (size, page) => bases[page] + size - raw.codes[page]);
  const firstOf = (/** @type {number[][]} */ runs) => Uint32Array.from(runs, ([first]) => first);
  const pages = firstOf(raw.languages);
  const kinds = firstOf(raw.kinds);
  const concepts = firstOf(raw.concepts);
  let latest = 0;
  /** @param {number} section */
  const pageOf = (section) => {
    // Lists of sections ascend: most often it is the same page as before, or the next.
    if (section >= bases[latest + 1]) latest++;
    if (!(section >= bases[latest] && section < bases[latest + 1])) latest = at(bases, section);
    return latest;
  };
  return {
    bases,
    boosts: new Map(/** @type {[number, number][]} */ (raw.boosts)),
    chunks: rangesOf("x", raw.chunks),
    titles: rangesOf("t", raw.titles),
    /** @param {number} section */
    pageOf,
    /** Whether a section is code; that stands behind all texts of its page. @param {number} section */
    isCode: (section) => section >= texts[pageOf(section)],
    /** @param {number} page @returns {number} */
    languageOf: (page) => raw.languages[at(pages, page)][1],
    /** The number of a page's kind; -1 for none. @param {number} page @returns {number} */
    kindOf: (page) => raw.kinds[at(kinds, page)][1],
    /** Whether a section is the beginning of a concept's own page. @param {number} section */
    namesConcept: (section) => {
      const page = at(bases, section);
      return bases[page] === section && raw.concepts[at(concepts, page)][1] === 1;
    },
    /** @param {number} section */
    length: (section) => LENGTHS[(bytes[section >> 1] >> ((section & 1) * 4)) & 15],
  };
}
