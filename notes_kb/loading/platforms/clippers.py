"""Web clippers and reading services: the lines that they add to an article."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import Place, Rule, cues, link_cue

_ADDED = (
    link_cue(r"(?![•·]).{1,40}", r"https?://cubox\.(?:pro|cc)/(?:my/|web/|c/)?card"),
    link_cue(
        r"(?![•·]).{0,60}(?:查看|打开|阅读|view|open|read).{0,60}", r"https?://cubox\.(?:pro|cc)/"
    ),
    link_cue(
        r".{0,40}(?:clipped|saved|exported|view|open|read|highlights?).{0,60}",
        r"https?://(?:[a-z]{1,12}\.)?"
        r"(?:instapaper\.com|getpocket\.com|omnivore\.app|readwise\.io|raindrop\.io|matter\.com"
        r"|getmatter\.com|hypothes\.is|glasp\.co|notion\.so/clipper|evernote\.com|wallabag\.[a-z]+)",
    ),
    link_cue(
        r".{0,40}(?:收藏|剪藏|保存|查看|来自|打开).{0,60}", r"https?://(?:www\.)?flomoapp\.com"
    ),
    *cues(
        r"跳转到 ?cubox ?查看",
        r"(?:clipped|saved) (?:from|with|using|by|via) (?:the )?"
        r"(?:evernote|onenote|obsidian|notion|pocket|instapaper|raindrop|joplin|markdownload"
        r"|omnivore|readwise|web clipper|cubox).{0,60}",
        r"(?:来自|由|使用|通过)[「“\"]?(?:印象笔记|为知笔记|有道云笔记|cubox|简悦|语雀|剪藏).{0,30}"
        r"(?:剪藏|保存|收藏|采集|生成|导出).{0,20}",
        r"以上内容由 ?.{0,12}(?:cubox|印象笔记|简悦) ?.{0,20}",
        r"exported (?:by|with|from|using) (?:readwise|omnivore|pocket|cubox|notion|logseq).{0,60}",
    ),
)
TAIL = Rule(name="clipper-line", place=Place.TAIL, strong=_ADDED, need_strong=1, need=1)
"""A link to the clip in the service."""

HEAD = Rule(name="clipper-head", place=Place.HEAD, strong=_ADDED, need_strong=1, need=1)
"""The same above the article."""

CONVERTED = Rule(
    name="clipper-conversion",
    place=Place.HEAD,
    strong=cues(
        r"本文由 ?简悦 ?simpread ?转码[，,] ?原文地址 ?.{1,200}",
        r"(?:this|the) (?:article|page) was (?:converted|saved|clipped) (?:by|with) .{1,60}",
    ),
    need_strong=1,
    need=1,
    source=True,
)
"""Which page was converted, and by what."""

RULES = (TAIL, HEAD, CONVERTED)
