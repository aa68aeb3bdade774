"""WordPress: sharing buttons, the reply form, the theme's foot."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import Place, Rule, cues

TAIL = Rule(
    name="wordpress-tail",
    place=Place.TAIL,
    strong=cues(
        r"share this:",
        r"like this:",
        r"like ?loading\.{3}",
        r"(?:click to )?(?:share|email|print).{0,40}\(opens in new window\).{0,20}",
        r"leave a (?:reply|comment)(?: ?cancel reply)?",
        r"cancel reply",
        r"your email address will not be published\.?(?: required fields are marked \*)?",
        r"save my name, email.{0,80}",
        r"notify me of new .{1,30} by email\.?",
        r"(?:proudly )?powered by wordpress\.?",
        r"view all posts by .{1,40}",
        r"blog at wordpress\.com\.?",
    ),
    weak=cues(
        r"(?:comment|name|email|website)(?: ?\*)?",
        "post comment",
        "related",
        "loading\\.{3}",
        "facebook",
        "twitter",
        "x",
        "linkedin",
        "reddit",
        "email",
        "print",
        "more",
        "pinterest",
        "telegram",
        "whatsapp",
        r"(?:previous|next)(?: post)?:?.{0,80}",
        r"(?:posted|categorized|filed) (?:in|as|under).{1,80}",
        r"tagged.{1,80}",
        r"published .{1,40}",
        r"posted by .{1,40}",
        "theme: .{1,60}",
        r"required fields are marked \*",
        r".{1,60}\(opens in new window\).{0,20}",
    ),
    inner=cues(r"in \".{1,40}\"", r".{1,20}, [12][0-9]{3}"),
    need_strong=2,
    need=3,
)
"""Sharing buttons, neighbours and the reply form."""

RULES = (TAIL,)
