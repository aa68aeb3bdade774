"""Sites by their hosts, and how they call themselves.

A copy of a page has the host instead of its address, and titles of pages end with the name
of the site: “How to compile - 知乎”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from notes_kb.domain.note import Source

ACCOUNTS = "mp.weixin.qq.com"
"""The host whose pages belong to accounts, which clippers show behind their authors."""
ACCOUNTS_NAME = "微信公众号"
_NAMES: Mapping[str, tuple[str, ...]] = {
    ACCOUNTS: (ACCOUNTS_NAME, "微信公众平台", "Weixin Official Accounts Platform"),
    "163.com": ("网易", "网易新闻", "网易订阅"),
    "36kr.com": ("36氪", "36Kr"),
    "baike.baidu.com": ("百度百科",),
    "bilibili.com": ("哔哩哔哩", "bilibili", "哔哩哔哩专栏"),
    "caixin.com": ("财新网", "财新"),
    "cloud.tencent.com": ("腾讯云开发者社区", "腾讯云"),
    "cnblogs.com": ("博客园",),
    "csdn.net": ("CSDN", "CSDN博客"),
    "developer.aliyun.com": ("阿里云开发者社区", "阿里云"),
    "douban.com": ("豆瓣",),
    "feishu.cn": ("飞书", "飞书云文档"),
    "geekpark.net": ("极客公园",),
    "huxiu.com": ("虎嗅网", "虎嗅", "虎嗅APP"),
    "ifeng.com": ("凤凰网",),
    "infoq.cn": ("InfoQ", "InfoQ 写作社区"),
    "ithome.com": ("IT之家",),
    "jianshu.com": ("简书",),
    "jiemian.com": ("界面新闻",),
    "jiqizhixin.com": ("机器之心",),
    "juejin.cn": ("掘金", "稀土掘金"),
    "leiphone.com": ("雷峰网",),
    "maimai.cn": ("脉脉",),
    "mbalib.com": ("MBA智库", "MBA智库百科"),
    "oschina.net": ("开源中国", "OSCHINA"),
    "pmcaff.com": ("PMCAFF",),
    "qq.com": ("腾讯网", "腾讯新闻"),
    "ruanyifeng.com": ("阮一峰的网络日志",),
    "segmentfault.com": ("SegmentFault 思否", "思否", "SegmentFault"),
    "sina.cn": ("新浪网", "新浪财经", "新浪科技", "手机新浪网", "sina_mobile"),
    "sina.com.cn": ("新浪网", "新浪财经", "新浪科技"),
    "sohu.com": ("搜狐", "搜狐网"),
    "sspai.com": ("少数派", "sspai"),
    "thepaper.cn": ("澎湃新闻",),
    "tmtpost.com": ("钛媒体",),
    "toutiao.com": ("今日头条",),
    "uisdc.com": ("优设网",),
    "wallstreetcn.com": ("华尔街见闻",),
    "weibo.com": ("微博", "新浪微博"),
    "woshipm.com": ("人人都是产品经理",),
    "xiaobot.net": ("小报童",),
    "xiaohongshu.com": ("小红书",),
    "xueqiu.com": ("雪球",),
    "yicai.com": ("第一财经",),
    "yinxiang.com": ("印象笔记",),
    "qiita.com": ("Qiita",),
    "x.com": ("X", "Twitter"),
    "twitter.com": ("Twitter", "X"),
    "yuque.com": ("语雀",),
    "zenn.dev": ("Zenn",),
    "zhihu.com": ("知乎", "知乎专栏", "知乎日报"),
    "8btc.com": ("巴比特",),
    "anthropic.com": ("Anthropic",),
    "arxiv.org": ("arXiv",),
    "atmarkit.itmedia.co.jp": ("＠IT", "@IT"),
    "baoyu.io": ("宝玉的分享",),
    "bbc.com": ("BBC",),
    "codezine.jp": ("CodeZine",),
    "dev.classmethod.jp": ("DevelopersIO",),
    "dev.to": ("DEV Community",),
    "docswell.com": ("ドクセル",),
    "foresightnews.pro": ("Foresight News",),
    "geekbang.org": ("极客时间",),
    "gigazine.net": ("GIGAZINE",),
    "gihyo.jp": ("gihyo.jp",),
    "guancha.cn": ("观察者网",),
    "hatenablog.com": ("はてなブログ",),
    "huggingface.co": ("Hugging Face",),
    "infoq.com": ("InfoQ",),
    "itmedia.co.jp": ("ITmedia",),
    "nature.com": ("Nature",),
    "news.ycombinator.com": ("Hacker News",),
    "note.com": ("note", "note（ノート）"),
    "openai.com": ("OpenAI",),
    "people.com.cn": ("人民网",),
    "publickey1.jp": ("Publickey",),
    "reddit.com": ("Reddit",),
    "speakerdeck.com": ("Speaker Deck",),
    "xinhuanet.com": ("新华网",),
    "youtu.be": ("YouTube",),
    "youtube.com": ("YouTube",),
    "github.com": ("GitHub",),
    "medium.com": ("Medium",),
    "stackoverflow.com": ("Stack Overflow",),
    "substack.com": ("Substack",),
    "wikipedia.org": ("Wikipedia", "维基百科", "维基百科，自由的百科全书"),
}
"""The names of a site, the first that by which it is called, by the end of its hosts."""
_OF_OTHERS = frozenset(
    (
        ACCOUNTS,
        *"""bilibili.com cnblogs.com csdn.net dev.to docswell.com douban.com github.com
    hatenablog.com jianshu.com juejin.cn medium.com note.com qiita.com reddit.com segmentfault.com
    speakerdeck.com sspai.com stackoverflow.com substack.com toutiao.com twitter.com weibo.com
    woshipm.com x.com xiaohongshu.com xueqiu.com youtu.be youtube.com zenn.dev zhihu.com""".split(),
    )
)
"""The sites on which others write, so that their own names are no author's."""
ENDINGS = (
    "com|cn|org|net|info|news|blog|tech|club|site|io|co|me|ai|app|dev|pro|pet|top|vip|xyz|cc|tv|"
    "fm|im|so|tw|hk|jp|kr|sg|uk|us|eu|de|fr|edu|gov|ink|love|space|fun|wiki|studio|cloud|art"
)
"""How hosts end, as alternatives of a regular expression."""
HOST = re.compile(rf"(?:[a-z0-9-]{{1,40}}\.){{1,4}}(?:{ENDINGS})", re.I)
_KNOWN = "|".join(re.escape(end) for end in sorted(_NAMES, key=len, reverse=True))
_GLUED = re.compile(
    rf"(?P<host>(?:[a-z0-9-]{{1,40}}\.){{0,3}}(?:{_KNOWN})|www\.[a-z0-9-]{{1,40}}\.(?:com|cn|net|org)"
    r"(?=[a-z]{1,20} ))(?P<behind>(?:[^\s./:@_-].{0,80})?)"
)
"""The host of a known site, or one that begins as hosts do, whatever stands behind it."""
_APART = re.compile(
    rf"(?P<host>(?:[a-z0-9-]{{1,40}}\.){{1,4}}(?:{ENDINGS}))"
    r"(?P<behind>(?:(?![a-z.:/@_-]|[0-9](?![0-9]{3}[-/.年]))\S.{0,80})?)"
)
"""A host, and what is glued to it where their letters tell them apart."""
_SMALL = re.compile(r"(?:[a-z0-9-]{1,40}\.){1,3}[a-z][a-z0-9_]{4,40}")
"""A host and a name in small letters, which nothing parts."""
_LINKED = re.compile(r"https?://(?:www\.)?(?P<host>[a-z0-9.-]{4,80})(?=[/:?#\s)]|$)", re.I)
_ALIKE = {names[0]: names for names in _NAMES.values()}
_AUTHORS = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:(?:x|twitter)\.com/(?!i/)(?P<a>\w{1,30})/(?:status|article)/"
    r"|(?:qiita\.com|zenn\.dev)/(?P<b>[\w-]{1,40})/(?:items|articles)/"
    r"|medium\.com/@(?P<c>[\w.-]{1,60})/|speakerdeck\.com/(?!p/)(?P<e>[\w-]{1,40})/[\w-]"
    r"|github\.com/(?!(?:about|apps|collections|features|marketplace|orgs|search|sponsors|topics)/)"
    r"(?P<d>[\w-]{1,40})/[\w.-])",
    re.I,
)
"""Addresses that hold the name of an author's account."""
_PREFIXES = re.compile(r"(?:www|m|mobile|blog)\.(?=[^.]+\.)")
"""What a site puts before its own name."""
_JOINT = r"(?<![-–—_])(?: ?[-–—_|｜丨·•] ?)(?![-–—_])"
"""What stands between a title and the name of a site: one mark, no dash of several."""
_BEHIND_HEADING = r"(?: ?[|｜丨] ?| [-–—•·] )"
"""What stands between the title that a page shows and what its metadata says behind it."""
_COLUMN = re.compile(r"(?<=\w)_[^_\s]{1,40}的(?:博客|专栏)$")
"""An author's part of a site, as it stands before the name of the site."""
_PUBLISHER = "zenn.dev"
"""The host with publications of several authors."""
_AUTHORS_BEHIND, _AUTHOR_MARK = "note.com", "｜"
"""The host that writes the author's name behind the title of each page, and what parts them."""
_LAST_NAME = re.compile(r"(?: [-–—|•·] |[｜丨]| ?\| ?)(?P<name>(?:(?! [-–—•·] )[^|｜丨\n]){2,30})$")
"""What may be the name of a site behind a title."""
_OF_AUTHORS = re.compile(r"\.(?:hatenablog\.com|hateblo\.jp|substack\.com|medium\.com)$")
"""Hosts on which each author has a blog."""
_SHORTEST = 4
"""Letters of the shortest part of a host that tells a name."""
_SUFFIXES = 3
"""Names behind a title at most."""
_OF_SITES = re.compile(
    r"(?:the|of|by|official|tech|engineering|developers?|dev|blog|docs|documentation|news|magazine|inc"
    r"|media|times|labs?|team|japan|jp|com|org|io|net|sh|ai|app|co){0,4}"
)
"""What stands beside the name of a host in that of its site."""


def _known(host: str) -> tuple[str, ...]:
    """Give the names of the site with a host, or of the one that it is a part of."""
    parts = host.casefold().split(".")
    ends = (".".join(parts[n:]) for n in range(len(parts) - 1))
    return next((_NAMES[end] for end in ends if end in _NAMES), ())


def cut_host(text: str, others: Iterable[str] = ()) -> tuple[str, str, bool] | None:
    """Cut the host off a line that begins with one; what stands behind it was glued to it.

    Args:
        text: The line.
        others: Lines of the same text, whose addresses tell where a host ends before small letters.

    Returns:
        The host, what is behind it, and whether the host is certain to be one; None for a line
        that begins with none.
    """
    for pattern in (_GLUED, _APART):
        if match := pattern.fullmatch(text):
            return match["host"], match["behind"], pattern is _GLUED
    if _SMALL.fullmatch(text):
        hosts = {m["host"].casefold() for line in others for m in _LINKED.finditer(line)}
        host = max((host for host in hosts if text.startswith(host)), key=len, default="")
        behind = text[len(host) :]
        return (host, behind, True) if host and behind[:1].isalnum() else None
    return None


def site_name(host: str) -> str:
    """Give what a site is called; empty where nobody knows."""
    return next(iter(_known(host)), "")


def name_of_host(host: str) -> str:
    """Give what a site is called, and its host where nobody knows."""
    return site_name(host) or host.removeprefix("www.").removeprefix("m.")


def host_of(url: str) -> str:
    """Give the host of an address; empty where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def author_of(url: str) -> str:
    """Give the account of an author that an address of some sites holds; else empty."""
    match = _AUTHORS.match(url)
    return next(filter(None, match.groups()), "") if match else ""


def is_publication(source: Source) -> bool:
    """Tell a page of a publication, whose name stands in the address where an author's may."""
    host = host_of(source.url)
    return host == _PUBLISHER and bool(source.title) and not is_own_name(source.title, host)


def is_own_name(name: str, host: str) -> bool:
    """Tell a name that is the site's own, or a host."""
    plain = name.casefold()
    own = {host.casefold(), *(known.casefold() for known in _known(host))}
    return plain in own


def is_platform(name: str, host: str) -> bool:
    """Tell the name of a site on which others write, as pages give it instead of an author."""
    parts = host.casefold().split(".")
    ends = {".".join(parts[n:]) for n in range(len(parts) - 1)}
    return not _OF_OTHERS.isdisjoint(ends) and is_own_name(name, host)


def _label(host: str) -> str:
    """Give the part of a host that is like a name: ``example`` of ``www.example.org``."""
    return _PREFIXES.sub("", host.casefold()).split(".")[0]


def split_title(title: str, source: Source, heading: str = "") -> tuple[str, Source]:
    """Cut the name of the site, the account or the author off the end of a title.

    Args:
        title: The title that a tool or the page's own metadata gives.
        source: What is known of the page.
        heading: The title as the page shows it above its text, or empty.

    Returns:
        The title, and the source with what the end of the title tells.
    """
    if host_of(source.url) == _AUTHORS_BEHIND:
        return _split_author(title, source, heading)
    names = dict.fromkeys(_names_of(source))
    title = _without_prefix(title, site_name(host_of(source.url)))
    if _is_beginning(heading, title):
        title = heading
    cut = ""
    for _ in range(_SUFFIXES):
        found = _suffix(title, names) or _named_as_host(title, host_of(source.url))
        if found is None:
            break
        title, cut = found
        title = _COLUMN.sub("", title)
    return title, replace(source, title=source.title or cut)


def _is_beginning(heading: str, title: str) -> bool:
    """Tell a heading behind which the title says nothing but what parts and names a site."""
    behind = title[len(heading) :] if heading and title.startswith(heading) else ""
    return re.match(rf"{_BEHIND_HEADING}\S", behind) is not None


def _without_prefix(title: str, site: str) -> str:
    """Cut the name of the site off the front of a title: GitHub - one/other."""
    page = title.removeprefix(f"{site} - ") if site and site.isascii() else title
    return page if any(c.isalnum() for c in page) else title


def _split_author(title: str, source: Source, heading: str) -> tuple[str, Source]:
    """Cut the name of the author off the end of a title, where all pages of a site have it.

    Where nobody names the author, the page's own heading shows where the title ends.
    """
    shown = bool(heading) and heading.strip() == title.rpartition(_AUTHOR_MARK)[0].strip()
    if is_own_name(source.author, _AUTHORS_BEHIND) or (shown and not source.author):
        page, _, author = title.rpartition(_AUTHOR_MARK)
        return (page, replace(source, author=author)) if page and author else (title, source)
    page = title.removesuffix(_AUTHOR_MARK + source.author)
    return page or title, source


def _suffix(title: str, names: Iterable[str]) -> tuple[str, str] | None:
    for name in names:
        match = re.search(rf"{_JOINT}(?P<name>{re.escape(name)})$", title, re.I)
        if match and any(c.isalnum() for c in title[: match.start()]):
            return title[: match.start()].rstrip(), match["name"]
    return None


def _named_as_host(title: str, host: str) -> tuple[str, str] | None:
    """Cut a name off the end of a title that begins or ends as its page's host does."""
    match = None if site_name(host) else _LAST_NAME.search(title)
    if match is None or not any(c.isalnum() for c in title[: match.start()]):
        return None
    name = "".join(c for c in match["name"].casefold() if c.isalnum())
    labels = [part for part in re.split(r"[.-]", host.casefold())[:-1] if len(part) >= _SHORTEST]
    labels.append("".join(c for c in _label(host) if c.isalnum()))
    own = (label for label in labels if len(label) >= _SHORTEST)
    if any(_is_named(name, label) for label in own):
        return title[: match.start()].rstrip(), match["name"].strip()
    return None


def _is_named(name: str, label: str) -> bool:
    """Tell a name that is a host's, perhaps with what sites call themselves before or behind it."""
    rest = name.removeprefix(label) if name.startswith(label) else name.removesuffix(label)
    return rest != name and (not rest.isascii() or _OF_SITES.fullmatch(rest) is not None)


def _names_of(source: Source) -> Iterator[str]:
    """Yield the names that may stand behind the title of a page."""
    try:
        host = urlsplit(source.url).hostname or ""
    except ValueError:
        host = ""
    if host:
        yield from _known(host)
        yield _label(host)
    yield from _ALIKE.get(source.title, (source.title,) if source.title else ())
    if source.author and _OF_AUTHORS.search(host):
        yield source.author  # A blog is often called by its author's name, or the other way round.
    if source.author and ACCOUNTS_NAME in {source.title, *([] if source.title else _known(host))}:
        yield source.author  # An account that has no other author.
