"""Discourse forums: the heading of a topic, and the list of related topics."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import COUNT, ENGLISH_DATE, Place, Rule, cues

TAIL = Rule(
    name="discourse-tail",
    place=Place.TAIL,
    strong=cues(
        r"powered by discourse(?:, best viewed with javascript enabled)?",
        r"(?:related|suggested|new & unread) topics",
        r"topic ?\|? ?replies ?\|? ?views ?\|? ?activity",
        r"want to read more\? browse other topics.{0,60}",
        r"(?:this topic was automatically closed|this topic will close).{0,120}",
        r"there (?:is|are) [0-9]{1,5} (?:new|unread).{0,60}",
        r"相关话题",
        r"推荐话题",
        r"话题 ?\|? ?回复 ?\|? ?浏览量 ?\|? ?活动",
    ),
    weak=cues(
        r"topic", r"replies", r"views", r"activity", r"next page ?→", r"reply", r"share",
        r"bookmark", r"flag", r"solved", rf"{COUNT} (?:likes?|replies|views)", ENGLISH_DATE,
        r"(?:home|categories|guidelines|terms of service|privacy policy)", r"hosted by .{1,40}",
    ),
    inner=cues(r".{1,90}\|.{1,90}\| ?[0-9].{0,60}"),
    opening=cues(r"next page ?→", rf"{COUNT} likes?"),
    need_strong=1,
    need=1,
    links=True,
)  # fmt: skip
"""The foot of the page and the tables of other topics."""

HEAD = Rule(
    name="discourse-head",
    place=Place.HEAD,
    strong=cues(
        r"skip to main content",
        rf"{ENGLISH_DATE} ?post #[0-9]{{1,6}}",
        r"post #1",
        rf"{COUNT} / {COUNT}",
        r"post by .{1,40} on .{1,40}",
    ),
    weak=cues(
        r"log in", r"sign up", "topics", "more", "categories", "all categories", "tags",
        "all tags", "reply", "share", "you have been.{1,40}", ENGLISH_DATE,
    ),
    opening=cues(r"log in", r"sign up", "topics", "reply", "share", ENGLISH_DATE),
    need_strong=1,
    need=2,
)  # fmt: skip
"""The bars above the first post."""

RULES = (TAIL, HEAD)
