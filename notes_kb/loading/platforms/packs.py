"""All rule packs, in the order in which they are tried."""

from __future__ import annotations

from notes_kb.loading.platforms import (
    cnblogs,
    csdn,
    jianshu,
    juejin,
    medium,
    segmentfault,
    wechat,
    wordpress,
    zhihu,
)
from notes_kb.loading.platforms.rule import Rule

RULES: tuple[Rule, ...] = (
    *csdn.RULES,
    *wechat.RULES,
    *zhihu.RULES,
    *juejin.RULES,
    *cnblogs.RULES,
    *jianshu.RULES,
    *segmentfault.RULES,
    *medium.RULES,
    *wordpress.RULES,
)
"""The rules of every platform."""
