"""Newsletters and Substack: calls to subscribe, the bar of buttons, the list of others."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import COUNT, ENGLISH_DATE, Place, Rule, cues

_SIGN_UP = (
    r"thanks for reading.{0,80}subscribe.{0,80}",
    r"subscribe (?:for free )?to receive.{0,80}",
    r".{0,60} is a (?:reader-supported|free) (?:publication|newsletter).{0,160}",
    r"to receive new posts and support my work.{0,80}",
    r"this (?:post|email) (?:is public|was sent).{0,60}",
    r"by subscribing,? (?:you|i) agree.{0,120}",
    r"over [0-9,]{1,12} subscribers",
    r"(?:sign up|subscribe) (?:to|for) (?:our|my|the|this) (?:free )?(?:weekly |daily |monthly )?"
    r"(?:newsletter|mailing list|updates).{0,60}",
    r"(?:enter|type) your email.{0,20}",
    r"get (?:the latest|new) posts? (?:delivered|by email).{0,40}",
    r"unsubscribe(?: here| at any time| from this list)?.{0,40}",
    r"view (?:this|it|this email) in (?:your )?browser.{0,20}",
    r"no thanks",
    r"(?:you(?:'re| are) receiving|you received) this (?:email|because).{0,120}",
)
HEAD = Rule(
    name="newsletter-head",
    place=Place.HEAD,
    strong=cues(
        r"view (?:this|it|this email) in (?:your )?browser.{0,20}",
        r"(?:forwarded this email|was this email forwarded).{0,60}",
        r"discover more from .{1,60}",
        r"open in app or online",
        r"∙ ?(?:paid|preview)",
        rf"(?P<day>{ENGLISH_DATE}) ?∙ ?(?:paid|preview)?.{{0,12}}?(?:share)?",
        r"already have an account\? sign in",
        *_SIGN_UP,
    ),
    weak=cues(
        "share", "subscribe", "sign in", "like", "comment", "restack", "more", "∙", ENGLISH_DATE,
        "preview",
    ),
    opening=cues("share", ENGLISH_DATE),
    need_strong=1,
    need=2,
    authors=True,
)  # fmt: skip
"""Buttons and calls above the letter."""

TAIL = Rule(
    name="newsletter-tail",
    place=Place.TAIL,
    strong=cues(
        *_SIGN_UP,
        r"discussion about this (?:post|podcast|episode|video)",
        rf"{COUNT} likes?(?: ?[∙·] ?{COUNT} restacks?)?",
        r"ready for more\?",
        r"start (?:your substack|writing)",
        r"get the app",
        r"substack is the home for great culture",
        r"© ?20[0-9]{2} .{1,60}(?:∙|·) ?privacy.{0,60}",
        r"leave a comment",
        r"a guest post by",
        r"subscribe to .{1,60}",
        r"share this (?:post|newsletter|article)",
        r"no posts",
        r"(?:previous|next) ?(?:→|←)?",
    ),
    weak=cues(
        "share", "subscribe", "subscribed", "like", "comment", "comments", "restack", "restacks",
        "restacks?", "top", "latest", "discussions", "see all", "loading\\.{3}", "refer a friend",
        "privacy", "terms", "collection notice", "← previous", "next →", rf"{COUNT} comments?",
        r"liked by .{1,40}",
    ),
    opening=cues("share", "subscribe"),
    need_strong=1,
    need=2,
    links=True,
)  # fmt: skip
"""Calls, buttons and the list of other letters."""

RULES = (TAIL, HEAD)
