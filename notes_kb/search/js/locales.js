/**
 * What the search knows of languages: a table written by
 * `python -m notes_kb.languages.browser` from `notes_kb/languages/`. Change it there.
 */

/**
 * @typedef {object} Locale
 * @property {string[]} asking words with which a question begins
 * @property {string[]} filling words of questions that every text holds
 * @property {{shortest: number, endings: string[][]} | null} stemmer
 * @property {Record<string, string>} texts
 */

/** @type {Record<string, Locale>} */
export const LOCALES = {
  "en": {
    asking: ["what", "which", "who", "when", "where", "why", "how"],
    filling: ["a", "an", "and", "are", "can", "do", "does", "for", "from", "in", "is", "it", "of", "on", "or", "the", "to", "was", "were", "with"],
    stemmer: {"shortest": 3, "endings": [["ss", "ss"], ["ations", "at"], ["ation", "at"], ["ators", "at"], ["ating", "at"], ["ements", ""], ["ments", ""], ["ator", "at"], ["ated", "at"], ["ates", "at"], ["ement", ""], ["ment", ""], ["ings", ""], ["ions", ""], ["ate", "at"], ["ies", "y"], ["ied", "y"], ["ing", ""], ["ion", ""], ["ers", ""], ["er", ""], ["ed", ""], ["es", ""], ["s", ""], ["e", ""]]},
    texts: {"all": "All languages", "failed": "Search does not work right now", "unloaded": "Search did not load, please reload the page", "outdated": "The site was published anew. Reload the page to search it", "nearest": "Nothing found. Nearest concept: {name}", "propose": "Propose it as a concept"},
  },
  "ja": {
    asking: [],
    filling: [],
    stemmer: null,
    texts: {"all": "すべての言語", "failed": "現在、検索を利用できません", "unloaded": "検索を読み込めませんでした。ページを再読み込みしてください", "outdated": "サイトが更新されました。ページを再読み込みしてから検索してください", "nearest": "見つかりませんでした。最も近い用語：{name}", "propose": "この用語を提案する"},
  },
  "zh": {
    asking: [],
    filling: [],
    stemmer: null,
    texts: {"all": "全部语言", "failed": "搜索暂时无法使用", "unloaded": "搜索未能加载，请刷新页面", "outdated": "站点刚刚更新，请刷新页面后再搜索", "nearest": "没有结果。最接近的概念：{name}", "propose": "提议收录这个概念"},
  },
};
