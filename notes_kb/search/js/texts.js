/** What search itself says, in the languages of its users. */

const EN = {
  failed: "Search does not work right now",
  nearest: (/** @type {string} */ name) => `Nothing found. Nearest concept: ${name}`,
  nothing: "Nothing found",
  propose: "Propose it as a concept",
  outdated: "The site was published anew. Reload the page to search it",
  all: "All languages",
  filter: "Language of the results",
};

/** @type {Record<string, typeof EN>} */
const TEXTS = {
  en: EN,
  zh: {
    failed: "搜索暂时无法使用",
    nearest: (name) => `没有结果。最接近的概念：${name}`,
    nothing: "没有结果",
    propose: "提议收录这个概念",
    outdated: "站点刚刚更新，请刷新页面后再搜索",
    all: "全部语言",
    filter: "结果的语言",
  },
};

/** @param {string} language */
export const texts = (language) => TEXTS[language.split("-")[0]] ?? EN;
