"""English, and the rules of Latin letters."""

from __future__ import annotations

from notes_kb.domain.span import Span
from notes_kb.languages.language import (
    Credits,
    Headings,
    Labels,
    Language,
    Ordinals,
    PageParts,
    Pictures,
    Questions,
    Sentences,
    Stemmer,
)
from notes_kb.languages.numbering import END, GAP, Style
from notes_kb.languages.scripts import Script, is_han, is_word_character

SHORT_ACRONYM = 3
"""Letters up to which a form in capitals may be an English word in small ones (RAG, CoT)."""

_SIBILANTS = ("s", "x", "z", "ch", "sh")


def plurals(form: str) -> tuple[str, ...]:
    """Give the regular plural of a form whose last word is of Latin letters."""
    last = form[-1:].lower()
    if not ("a" <= last <= "z"):
        return ()
    lower = form.lower()
    if lower.endswith(_SIBILANTS):
        return (f"{form}es",)
    if last == "y" and form[-2:-1].lower() not in {*"aeiou", ""}:
        return (f"{form[:-1]}ies",)
    return (f"{form}s",)


def is_short_acronym(form: str) -> bool:
    """Tell whether a form may be an English word where it is written in small letters."""
    letters = [c for c in form if c.isalpha()]
    return (
        len(letters) <= SHORT_ACRONYM
        and sum(c.isupper() for c in letters) >= 2
        and not any(is_han(c) for c in letters)
    )


def inside_name(text: str, span: Span) -> bool:
    """Tell whether a form is part of a name that only looks like separate words.

    ``V3`` in ``V3.1``, ``agent`` in ``agent.run()``, ``torch.agent``, ``@agent`` or
    ``agent@host``; a full stop that ends a sentence does no harm.
    """
    before, after = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2]
    first, last = text[span.start], text[span.end - 1]
    if first.isascii() and before.endswith(("@", "\\")):
        return True
    if last.isascii() and after.startswith("@") and is_word_character(after[1:] or " "):
        return True
    if len(before) == 2 and before[1] == "." and is_word_character(before[0]):
        return first.isascii() and (first.islower() or first.isdigit())
    if len(after) == 2 and after[0] == "." and last.isascii() and after[1].isascii():
        return after[1].islower() or (after[1].isdigit() and last.isdigit())
    return False


_NO_TERMS = frozenset(
    """about above after again against all also although always among another any because before
    below between both cannot did do does done during each either else even ever every few first
    four get gets give given gives go goes had he her here hers him his if into itself just last
    least less let like made make makes many may me might mine more most much must need needs
    neither never next nor now off often once one only other others ought out over own per put
    puts rather same see seen shall she should since some still such take taken takes than that's
    them themselves then these those though three through thus till times too took two under
    until unless upon us use used uses using via was well went were what's where which while whose
    why will within without would yes yet your yours itself whether however therefore instead
    itself says said say called call calls means mean""".split()
)
"""Words of sentences; nouns, and the verbs and adjectives that terms are made of, are none."""


def term_weight(word: str) -> float:
    """Tell how much a word says as part of a term: capitals and digits within make a name."""
    if word.lower() in _NO_TERMS or word.lower() in _SMALL_WORDS or len(word) < 2:
        return 0.0
    if word[0].isdigit():
        return 0.0
    if any(c.isupper() or c.isdigit() for c in word[1:]):
        return 1.0
    return 0.5 if len(word) > 2 else 0.0


_SMALL_WORDS = frozenset(
    """a an and are as at be but by can for has have how i in is it its my no not of on
    or our so that the their there they this to up was we what when which who will
    with you your""".split()
)

EN = Language(
    code="en",
    name="English",
    spellings=frozenset({"eng", "english"}),
    scripts=frozenset({Script.LETTER}),
    inside_name=inside_name,
    variants=plurals,
    needs_capital=is_short_acronym,
    term_weight=term_weight,
    term_joints=frozenset({"of", "to", "in"}),
    stemmer=Stemmer(
        shortest=3,
        endings=(
            ("ss", "ss"),
            ("ations", "at"), ("ation", "at"), ("ators", "at"), ("ating", "at"),
            ("ements", ""), ("ments", ""), ("ator", "at"), ("ated", "at"), ("ates", "at"),
            ("ement", ""), ("ment", ""), ("ings", ""), ("ions", ""), ("ate", "at"),
            ("ies", "y"), ("ied", "y"), ("ing", ""), ("ion", ""), ("ers", ""), ("er", ""),
            ("ed", ""), ("es", ""), ("s", ""), ("e", ""),
        ),
        inflections=(
            ("ss", "ss"), ("ings", ""), ("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""),
            ("es", ""), ("s", ""), ("e", ""),
        ),
    ),
    questions=Questions(
        asking=tuple(
            """what which who whose when where why how is are was were do does did can could
            should will would has have""".split()
        ),
        filling=tuple(
            """a an and as at be been but by for from had i if in into it its me my of on or our
            so than that the their them then there these they this those to us we with you
            your""".split()
        ),
    ),
    sentences=Sentences(
        ends_before_space=".!?",
        closers="\"'”’)]",
        negations=("no", "un", "im", "t"),
        abbreviations=frozenset(
            """al approx art cf ch co corp dept dr e.g ed eds eq eqs esp et etc fig figs i.e inc
            jan feb mar apr jun jul aug sep sept oct nov dec jr ltd mr mrs ms no nos op p pp prof
            rev sec st vol vs""".split()
        ),
        small_words=_SMALL_WORDS,
        openers=(
            "however", "therefore", "so ", "but ", "and ", "then ", "here ", "this is", "that is",
            "for example", "in this", "now ", "note:", "let's", "we ", "i ", "it ", "you ",
            "there ", "these ", "thanks", "thank you",
        ),
        persons=("i", "me", "my", "you", "your", "we", "us", "our"),
        steps=(
            r"\A(?:then|next|now)\b",
            r"\A(?:click|open|enter|select|choose|run|press|type|go to)"
            r"(?: (?:on|the|your|an?)\b| `)",
        ),
    ),
    labels=Labels(
        summary=(
            "key takeaways?", "takeaways?", "tl;?dr", "in summary", "to sum up", "summary",
            "conclusions?", "bottom line",
        ),
        question=("question", "q"),
        answer=("answer", "a"),
        editors_note=("Editor['’]s note",),
        figure=("figure", r"fig\.", "fig", "table"),
        table=("table",),
        caption=("caption", "image credit", "photo credit", "image source", "source"),
        figure_note=("notes?",),
        picture_credits=(
            r"(?i:(?:©|ⓒ|Ⓒ) ?(?!copyright|the end|all rights|(?:19|20)[0-9]{2}))"
            r"[^\s。！？][^。！？]{1,120}",
            r"(?i:photo|image|pic|ig)s?@\S{2,40}",
            r"(?i:photos?|images?|pictures?|illustrations?|photographs?|screenshots?|artwork|figure)"
            r"(?: (?:credits?|generated|made|created|taken|courtesy|adapted))?"
            r" (?:by|from|via|of|with|[|/]) (?=[^a-z]|the [A-Z]|author|wikimedia)\S.{1,100}",
        ),
        sources=("source", "sources", "data source", "image source", "image credit", "photo"),
        speakers=("host", "moderator", "interviewer", "audience", "narrator", "question", "q", "a",
                  "user", "assistant", "speaker", "unknown speaker"),
        no_speakers=(
            "note", "tip", "warning", "source", "background", "example", "input", "output",
            "result", "pros", "cons", "step", "problem", "solution", "before", "after", "date",
            "time", "place", "author", "title", "abstract", "keywords", "see also", "update",
            "description", "default", "usage", "syntax", "required", "optional", "method",
            "reason", "prompt", "link", "code",
        ),
    ),
    page_parts=PageParts(
        permalink=("permalink", "link", "anchor"),
        copy=("copy", "copied", "copied!", "copy code", "copy to clipboard"),
        advertisement=("advertisement", "advertisements"),
        contents=("onthispage", "inthisarticle", "inthispost"),
        back=("back",),
        notes=(
            "note", "notes", "tip", "tips", "hint", "warning", "caution", "important", "danger",
            "info", "attention", "example", "remark", "disclaimer", "tl;dr", "key takeaway",
            "key takeaways", "definition",
        ),
        bylines=("view all posts by", "posts by", "posted by", "published by", "article by"),
    ),
    headings=Headings(
        opening=(
            "abstract", "introduction", "overview", "background", "preface", "motivation", "tl;dr",
        ),
        closing=(
            "summary", "conclusion", "conclusions", "wrapping up", "wrap up", "final thoughts",
            "closing thoughts", "in closing", "takeaways", "key takeaways",
            "further reading", "see also", "next steps", "what's next", "acknowledgements",
            "acknowledgments", "appendix", "notes", "resources", "faq", "learn more", "source",
            "sources",
        ),
        sources=(
            "reference", "references", "references and notes", "reference list", "bibliography",
            "works cited", "literature",
        ),
        body=("text", "main text"),
        contents=("table of contents", "contents", "in this article", "on this page"),
        contents_buttons=("hide", "show", "toggle"),
        no_headings=(
            "photo by", "image by", "image credit", "image source", "source:", "via:", "©",
            "subscribe", "follow us", "read more", "share this", "sign up", "written by",
            "edited by", "cc by",
        ),
        announces_figure=(
            "figure", "below:", "shown below", "screenshot", "image above", "looks like this",
        ),
    ),
    pictures=Pictures(
        placeholders=(
            "[image]", "[img]", "[picture]", "[photo]", "[figure]", "loading image...",
            "press enter or click to view image in full size",
        ),
        words=("img", "image", "photo", "picture", "<img>"),
        screenshots=("pasted image", "screenshot", "screen shot", "image", "img"),
        empty_alt=("image", "img", "alt text", "cover_image"),
    ),
    credits=Credits(
        author=("author", "authors", "written by", "by"),
        contributor=("translator", "translated by", "editor", "edited by", "reviewed by"),
        source=("source", "original"),
        tags=("tags",),
        link=("link", "url", "via", "source url", "original url", "original link"),
        date=("published", "posted", "date", "dates", "updated"),
        event=("event", "conference"),
        page_words=(r"(?<!\S)follow(?:ing)?(?!\S)",),
        before_author=("by", "written by", "words by"),
        statements=("originally (?:published|posted) (?:at|on|in) (?P<source>.{2,60})",),
        above_credits=("source",),
        before_date=("published", "posted", "updated"),
        unknown=("unknown", "undefined", "none", "null", "n/a", "-", "—"),
        months=tuple("jan feb mar apr may jun jul aug sep oct nov dec".split()),
        month_names=tuple(
            "january february march april may june july august september october november"
            " december".split()
        ),
    ),
    ordinals=Ordinals(
        patterns=(
            (Style.PART, rf"(?i:part)(?:{GAP}|\.{GAP}?)?(?P<n>[0-9]{{1,3}})(?![.．][0-9]){END}"),
            (Style.CHAPTER, rf"(?i:chapter){GAP}(?P<n>[0-9]{{1,3}}){END}"),
            (Style.CLAUSE, rf"(?i:section){GAP}(?P<n>[0-9]{{1,3}}){END}"),
        ),
        starts="PCSpcs",
    ),
)  # fmt: skip
