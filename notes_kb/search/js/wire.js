/** How the index is read. Twin of `notes_kb/search/wire.py`. */

export const FORMAT = 5;

/** The format of the index, or of the host's answer, is not one that this code reads. */
export class WireError extends Error {}

/** Numbers beyond this stand in no file of ours; sums of them are still exact. */
const LARGEST = 2 ** 40;

/** Reads varints one after the other. They lie within the data, or a `WireError` is thrown. */
export class Reader {
  /** @param {Uint8Array} data @param {number} [at] */
  constructor(data, at = 0) {
    this.data = data;
    this.at = at;
  }

  varint() {
    const { data } = this;
    let byte = data[this.at++];
    if (byte < 0x80) return byte;
    let number = 0;
    for (let scale = 1; ; scale *= 128) {
      if (byte === undefined) throw new WireError("A file of the search index is cut short");
      number += (byte & 0x7f) * scale;
      if (number > LARGEST) throw damaged();
      if (byte < 0x80) return number;
      byte = data[this.at++];
    }
  }

  /** The number of what follows, each of which takes at least a byte. */
  count() {
    const count = this.varint();
    if (count > this.data.length - this.at) throw damaged();
    return count;
  }
}

const damaged = () => new WireError("A file of the search index is not what it should be");

/** The character of a code. @param {number} code */
export function character(code) {
  if (code < 0 || code > 0x10ffff) throw damaged();
  return String.fromCodePoint(code);
}

/**
 * Undo `deflate`. A host that answers a missing file with a page is found out here.
 * @param {Uint8Array} packed
 * @returns {Promise<Uint8Array>}
 */
export async function inflate(packed) {
  if ((packed[0] & 0x0f) !== 8 || (packed[0] * 256 + packed[1]) % 31) throw damaged();
  const stream = new Blob([/** @type {BlobPart} */ (packed)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Sorted keys, each with where its payload stands.
 * @typedef {object} Table
 * @property {Uint8Array} data
 * @property {string[]} keys
 * @property {Uint32Array} starts one more than keys
 */

/**
 * The same where keys are one or two characters: each key is a number, because a query looks for
 * one of thousands, and making a string of each takes most of the time.
 * @typedef {object} PairTable
 * @property {Uint8Array} data
 * @property {Float64Array} codes
 * @property {Uint32Array} starts one more than codes
 */

/** Above the code of every character: a pair's code is that of its first times this, and its second. */
const CODES = 0x200000;

/** The code of a key of one or two characters; it sorts as the key does. @param {string} key */
export function pairCode(key) {
  const [first = "\0", second = "\0"] = key;
  return (first.codePointAt(0) ?? 0) * CODES + (second.codePointAt(0) ?? 0);
}

/** @param {number} code what `pairCode` gave */
export function pairOf(code) {
  const second = code % CODES;
  return character((code - second) / CODES) + (second ? character(second) : "");
}

/**
 * @param {Uint8Array} data what `table` wrote
 * @returns {Table}
 */
export function readTable(data) {
  const reader = new Reader(data);
  const decoder = new TextDecoder();
  const count = reader.count();
  const keys = new Array(count);
  const starts = new Uint32Array(count + 1);
  let sizes = 0;
  let key = "";
  for (let i = 0; i < count; i++) {
    const shared = reader.varint();
    const size = reader.varint();
    const rest = decoder.decode(data.subarray(reader.at, reader.at + size));
    reader.at += size;
    key = take(key, shared) + rest;
    keys[i] = key;
    sizes += reader.varint();
    starts[i + 1] = sizes;
  }
  place(data, starts, reader.at + sizes);
  return { data, keys, starts };
}

/**
 * Count the starts of payloads, which follow the keys, from the beginning of the data.
 * @param {Uint8Array} data
 * @param {Uint32Array} starts counted from the first payload
 * @param {number} end of the last payload
 */
function place(data, starts, end) {
  if (end > data.length) throw damaged();
  const first = end - starts[starts.length - 1];
  for (let i = 0; i < starts.length; i++) starts[i] += first;
}

/** The first code points of a string. @param {string} text @param {number} count */
function take(text, count) {
  let end = 0;
  for (; count > 0 && end < text.length; count--) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  return text.slice(0, end);
}

/**
 * @param {Uint8Array} data what `pair_table` wrote
 * @returns {PairTable}
 */
export function readPairTable(data) {
  const reader = new Reader(data);
  const count = reader.count();
  const codes = new Float64Array(count);
  const starts = new Uint32Array(count + 1);
  let sizes = 0;
  let first = 0;
  let second = 0;
  for (let i = 0; i < count; i++) {
    const step = reader.varint();
    if (step) second += step;
    else {
      first += reader.varint();
      second = reader.varint();
    }
    if (first >= CODES || second >= CODES) throw damaged();
    codes[i] = first * CODES + second;
    sizes += reader.varint();
    starts[i + 1] = sizes;
  }
  place(data, starts, reader.at + sizes);
  return { data, codes, starts };
}

/** @param {string} text base64 */
export const fromBase64 = (text) => Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));

/** Compare by code points, as Python sorts. @param {string} a @param {string} b */
export function compare(a, b) {
  if (a === b) return 0;
  let i = 0;
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === a.length || i === b.length) return a.length - b.length;
  const x = a.charCodeAt(i);
  const y = b.charCodeAt(i);
  const high = (/** @type {number} */ unit) => (unit >= 0xd800 && unit < 0xe000 ? 1 : 0);
  return high(x) - high(y) || x - y;
}

/**
 * The first index at which `keys[index] >= key`.
 * @param {string[]} keys
 * @param {string} key
 */
export const lowerBound = (keys, key) => firstNot(keys.length, (i) => compare(keys[i], key) < 0);

/**
 * The first of some numbers that a test does not hold for, where it holds for all before.
 * @param {number} count
 * @param {(i: number) => boolean} holds
 */
function firstNot(count, holds) {
  let low = 0;
  for (let high = count; low < high; ) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The keys of a table from `from` to before `to`, by number.
 * @param {Table | PairTable} table
 * @param {string} from
 * @param {string} to
 * @returns {[number, number]}
 */
export function between(table, from, to) {
  if ("keys" in table) return [lowerBound(table.keys, from), lowerBound(table.keys, to)];
  const { codes } = table;
  const bound = (/** @type {number} */ code) => firstNot(codes.length, (i) => codes[i] < code);
  return [bound(pairCode(from)), bound(pairCode(to))];
}

/** @param {Table | PairTable} table @param {number} i */
export const keyAt = (table, i) => ("keys" in table ? table.keys[i] : pairOf(table.codes[i]));
