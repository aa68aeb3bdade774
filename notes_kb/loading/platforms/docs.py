"""Pages of documentation and of code: help for the keyboard, buttons to edit, notices."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import DATE, Place, Rule, cues, link_cue

DAY_FIRST = r"[0-9]{1,2}/[0-9]{1,2}/[12][0-9]{3}"
"""A day of which nobody can tell the month."""

KEYBOARD = Rule(
    name="docs-keyboard",
    place=Place.HEAD,
    strong=cues(
        r"press (?:← or →|left or right) to navigate between chapters",
        r"press s or / to search in the book",
        r"press \? to show this help",
        r"press esc to hide this help",
    ),
    weak=cues(r"keyboard shortcuts"),
    need_strong=2,
    need=3,
)
"""The help of a book that mdBook made."""

CARD = Rule(
    name="model-card-head",
    place=Place.HEAD,
    strong=(
        link_cue(
            r"edit (?:model|dataset) card",
            r"https?://huggingface\.co/.{1,200}/edit/",
            whole=True,
        ),
    ),
    need_strong=1,
    need=1,
)
"""The button above the description of a model."""

LEARN_HEAD = Rule(
    name="docs-learn-head",
    place=Place.HEAD,
    strong=cues(r"[0-9]{1,3} ?(?:个参与者|位贡献者|contributors?)"),
    weak=cues("项目", "文章", "article", "反馈", "feedback", rf"(?P<day>{DATE})", DAY_FIRST),
    opening=cues("项目", "文章", "article", "反馈", "feedback"),
    need_strong=1,
    need=3,
)
"""What Microsoft Learn shows below a title: the kind of page, its day, who took part."""

CODE_TAIL = Rule(
    name="code-host-tail",
    place=Place.TAIL,
    strong=cues(r"you can[’']t perform that action at this time\."),
    need_strong=1,
    need=1,
)
"""What GitHub says to those who have not signed in."""

ASKED = Rule(
    name="docs-feedback",
    place=Place.TAIL,
    strong=cues(
        r"(?:did this page help you|was this (?:page|article|doc(?:ument)?|information) helpful)\?"
    ),
    weak=cues("yes", "no", r"edit this page(?: on github)?", "submit", "send feedback"),
    opening=cues(r"edit this page(?: on github)?"),
    need_strong=1,
    need=1,
    plain=True,
)
"""The question whether a page helps."""

RULES = (KEYBOARD, CARD, LEARN_HEAD, CODE_TAIL, ASKED)
