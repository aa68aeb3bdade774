/**
 * What the search knows of languages: a table written by
 * `python -m notes_kb.languages.browser` from `notes_kb/languages/`. Change it there.
 */

/**
 * @typedef {object} Stemmer
 * @property {number} shortest characters that a stem keeps
 * @property {string[][]} endings each with what stands for it
 * @property {string[][]} inflections those that make a form of the same word
 */

/**
 * @typedef {object} Locale
 * @property {string[]} asking words with which a question begins
 * @property {string[]} filling words of questions that every text holds
 * @property {string[]} inside the same, inside of a run of characters
 * @property {Stemmer | null} stemmer
 * @property {Record<string, string>} texts
 */

/** @type {Record<string, Locale>} */
export const LOCALES = {
  "en": {
    asking: ["what", "which", "who", "whose", "when", "where", "why", "how", "is", "are", "was", "were", "do", "does", "did", "can", "could", "should", "will", "would", "has", "have"],
    filling: ["a", "an", "and", "as", "at", "be", "been", "but", "by", "for", "from", "had", "i", "if", "in", "into", "it", "its", "me", "my", "of", "on", "or", "our", "so", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "us", "we", "with", "you", "your"],
    inside: [],
    stemmer: {"shortest": 3, "endings": [["ss", "ss"], ["ations", "at"], ["ation", "at"], ["ators", "at"], ["ating", "at"], ["ements", ""], ["ments", ""], ["ator", "at"], ["ated", "at"], ["ates", "at"], ["ement", ""], ["ment", ""], ["ings", ""], ["ions", ""], ["ate", "at"], ["ies", "y"], ["ied", "y"], ["ing", ""], ["ion", ""], ["ers", ""], ["er", ""], ["ed", ""], ["es", ""], ["s", ""], ["e", ""]], "inflections": [["ss", "ss"], ["ings", ""], ["ies", "y"], ["ied", "y"], ["ing", ""], ["ed", ""], ["es", ""], ["s", ""], ["e", ""]]},
    texts: {"all": "All languages", "failed": "Search does not work right now", "unloaded": "Search did not load, please reload the page", "outdated": "The site was published anew. Reload the page to search it", "nearest": "Nothing found. Nearest concept: {name}", "propose": "Propose it as a concept"},
  },
  "ja": {
    asking: [],
    filling: [],
    inside: [],
    stemmer: null,
    texts: {"all": "すべての言語", "failed": "現在、検索を利用できません", "unloaded": "検索を読み込めませんでした。ページを再読み込みしてください", "outdated": "サイトが更新されました。ページを再読み込みしてから検索してください", "nearest": "見つかりませんでした。最も近い用語：{name}", "propose": "この用語を提案する"},
  },
  "zh": {
    asking: [],
    filling: [],
    inside: ["为什么", "为何", "是不是", "有没有", "能不能", "会不会", "要不要", "怎么样", "怎么办", "怎么", "怎样", "如何", "有什么", "是什么", "什么", "哪些", "哪里", "哪个", "哪种", "多少", "多大", "到底", "究竟", "是否", "请问", "吗", "呢"],
    stemmer: null,
    texts: {"all": "全部语言", "failed": "搜索暂时无法使用", "unloaded": "搜索未能加载，请刷新页面", "outdated": "站点刚刚更新，请刷新页面后再搜索", "nearest": "没有结果。最接近的概念：{name}", "propose": "提议收录这个概念"},
  },
};
