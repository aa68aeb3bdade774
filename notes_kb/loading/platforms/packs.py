"""All rule packs, in the order in which they are tried."""

from __future__ import annotations

from notes_kb.loading.platforms import (
    blogs,
    calls,
    clippers,
    cnblogs,
    csdn,
    discourse,
    docs,
    japanese,
    jianshu,
    juejin,
    medium,
    news,
    newsletters,
    segmentfault,
    talks,
    wechat,
    wordpress,
    zhihu,
)
from notes_kb.loading.platforms.rule import Rule

RULES: tuple[Rule, ...] = (
    *clippers.RULES,
    *csdn.RULES,
    *wechat.RULES,
    *zhihu.RULES,
    *juejin.RULES,
    *cnblogs.RULES,
    *jianshu.RULES,
    *japanese.RULES,
    *segmentfault.RULES,
    *medium.RULES,
    *wordpress.RULES,
    *discourse.RULES,
    *docs.RULES,
    *newsletters.RULES,
    *news.RULES,
    *blogs.RULES,
    *calls.RULES,
    *talks.RULES,
)
"""The rules of every platform."""
