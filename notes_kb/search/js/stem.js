/** The stem of an English word, cut roughly. Twin of `notes_kb/text/stem.py`. */

const SHORTEST = 3;
const ENDINGS = [
  ["ations", "at"], ["ation", "at"], ["ators", "at"], ["ating", "at"], ["ments", ""],
  ["ator", "at"], ["ated", "at"], ["ates", "at"], ["ment", ""], ["ings", ""], ["ions", ""],
  ["ate", "at"], ["ies", "y"], ["ied", "y"], ["ing", ""], ["ion", ""], ["ers", ""],
  ["er", ""], ["ed", ""], ["es", ""], ["s", ""], ["e", ""],
];

/**
 * @param {string} word folded
 * @returns {string}
 */
export function stem(word) {
  if (!/^[a-z]+$/.test(word) || word.endsWith("ss")) return single(word);
  for (const [ending, replacement] of ENDINGS) {
    const length = word.length - ending.length;
    if (!word.endsWith(ending) || length + replacement.length < SHORTEST) continue;
    word = word.slice(0, length) + replacement;
    if (ending.startsWith("ment") && word.endsWith("e") && word.length > SHORTEST) {
      word = word.slice(0, -1);
    }
    break;
  }
  return single(word);
}

/** @param {string} word */
function single(word) {
  const twice = word.length > SHORTEST && /^[a-zA-Z]*$/.test(word) && word.at(-1) === word.at(-2);
  return twice ? word.slice(0, -1) : word;
}

/**
 * The key of a word in the index: its stem first, so that its forms stand side by side.
 * @param {string} word
 */
export function wordKey(word) {
  const root = stem(word);
  return word.startsWith(root) ? `${root}\t${word.slice(root.length)}` : `${root}\t\x01${word}`;
}

/**
 * The word that a key stands for.
 * @param {string} key
 */
export function keyWord(key) {
  const [root, rest] = key.split("\t");
  return rest.startsWith("\x01") ? rest.slice(1) : root + rest;
}
