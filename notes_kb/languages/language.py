"""Everything that the code knows of a language, as one frozen value.

Only `code` and `name` are required. The other fields have defaults that apply to any
language; a language without a module gets those.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from notes_kb.domain.span import Span
from notes_kb.languages.numbering import Style
from notes_kb.languages.scripts import Script, word_edges_hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Words by which the loader and the pages recognise what a line is.

    Each is a piece of a regular expression without groups; case does not matter.
    """

    summary: tuple[str, ...] = ()
    """Before a colon, they make a statement a summary."""
    question: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    editors_note: tuple[str, ...] = ()
    """In bold at the head of a statement: it is the editor's, not the speaker's."""
    figure: tuple[str, ...] = ()
    """Before a number: a figure's caption."""
    table: tuple[str, ...] = ()
    """Those of them that name tables, in small letters."""
    caption: tuple[str, ...] = ()
    """Before a colon: a figure's caption without a number."""
    picture_credits: tuple[str, ...] = ()
    """Patterns of whole lines that say whose a picture is."""
    figure_note: tuple[str, ...] = ()
    """Before a colon: a note between a figure and what it was taken from."""
    calls: tuple[str, ...] = ()
    """Patterns of what a call to look, to buy or to join begins with."""
    people: tuple[str, ...] = ()
    """Before a colon, at an end of a text: who speaks, who asks."""
    visiting: tuple[str, ...] = ()
    """Patterns of what a line about a place tells its visitors: prices, opening hours."""
    supplied: tuple[str, ...] = ()
    """Patterns of whole lines that say whose a text or a picture is, or measure a way."""
    sources: tuple[str, ...] = ()
    """What stands before the name of where a figure or a number was taken from."""
    no_speakers: tuple[str, ...] = ()
    """Labels that come back and name nobody, in small letters."""
    speakers: tuple[str, ...] = ()
    """Roles of people who speak, in small letters: host, moderator."""
    surnames: str = ""
    """Characters with which the names of people begin, where names have no blanks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParts:
    """What a page shows to be used, not read: whole labels, in small letters."""

    permalink: tuple[str, ...] = ()
    """The link of a heading to itself."""
    copy: tuple[str, ...] = ()
    """The button beside code."""
    advertisement: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    """The name of a list of contents beside the text, letters only."""
    back: tuple[str, ...] = ()
    """The link from a footnote to where it is called."""
    notes: tuple[str, ...] = ()
    """What stands in bold at the head of a box that is set apart from the text."""
    bylines: tuple[str, ...] = ()
    """What stands before the author's name, in a link to all that the author wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """Words by which a short line shows that it is a heading, or that it is none."""

    opening: tuple[str, ...] = ()
    """Whole headings of sections that stand first in many texts, in small letters."""
    closing: tuple[str, ...] = ()
    """Whole headings of sections that stand last and belong to no other section."""
    sources: tuple[str, ...] = ()
    """Whole headings of lists of sources, which stand last too, in small letters."""
    body: tuple[str, ...] = ()
    """Whole headings over all of a text but its abstract, in small letters."""
    contents: tuple[str, ...] = ()
    """What stands above a table of contents, which is no section, in small letters."""
    contents_buttons: tuple[str, ...] = ()
    """What a page shows beside it, to hide or show the entries, in small letters."""
    no_headings: tuple[str, ...] = ()
    """Words of captions, credits and calls to follow, in small letters."""
    captions: tuple[str, ...] = ()
    """Regular expressions of what shows that a short line stood below a picture."""
    announces_figure: tuple[str, ...] = ()
    """Words by which a text points to the figure beside it, in small letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """What stands in a paste where a picture was."""

    placeholders: tuple[str, ...] = ()
    """Whole strings that platforms leave, whatever stands beside them."""
    failed: tuple[str, ...] = ()
    """Beginnings of a bracketed notice that an upload failed."""
    words: tuple[str, ...] = ()
    """Words that stand for a picture only where nothing else is on the line."""
    screenshots: tuple[str, ...] = ()
    """First words of picture files' names, which may go on with blanks: ``Screenshot 1 …``."""
    empty_alt: tuple[str, ...] = ()
    """Text alternatives that say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """Labels of the lines below a title, or at the end, that say who, when and where."""

    author: tuple[str, ...] = ()
    contributor: tuple[str, ...] = ()
    """Others who had a part in a text: translators, editors, proofreaders."""
    source: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    """What the title of a text is called, as a key of its metadata."""
    tags: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    label_marks: str = ""
    """What stands behind a label beside a colon, a bar and a slash."""
    before_author: tuple[str, ...] = ()
    """What stands before an author's name without a colon; a blank follows."""
    reports_from: tuple[str, ...] = ()
    """What stands between an author's name and the place that the author reports from."""
    roles: tuple[str, ...] = ()
    """What somebody who writes is to whom a text is for; the name follows: reporter."""
    first_hand: tuple[str, ...] = ()
    """Marks behind a name of a text that was not taken from elsewhere."""
    contacts: tuple[str, ...] = ()
    """Labels of means of contact, behind a name."""
    no_names: tuple[str, ...] = ()
    """Pieces of sentences that the name of a person or an account does not hold."""
    page_words: tuple[str, ...] = ()
    """Regular expressions of what a page shows beside an author's name: Follow."""
    statements: tuple[str, ...] = ()
    """Regular expressions of whole sentences that say where a text comes from, with the
    group ``source`` for the name of the publication where there is one."""
    reprints: tuple[str, ...] = ()
    """Regular expressions of whole sentences that say when the text appeared that this one is
    taken from, with ``<day>`` for the day and the group ``source`` for its title."""
    licensed: tuple[str, ...] = ()
    """Regular expressions of whole rows that give an author's licence, as those of analysts do,
    with the group ``name``."""
    above_credits: tuple[str, ...] = ()
    """Whole headings over the credits at the end of a text, in small letters."""
    accounts: tuple[str, ...] = ()
    """Regular expressions of how a source names an account, with the group ``account``."""
    introductions: tuple[str, ...] = ()
    """Regular expressions of whole lines in which an author says who that is, with ``name``."""
    before_date: tuple[str, ...] = ()
    """What may stand before a date without a colon; a blank may follow."""
    after_date: tuple[str, ...] = ()
    date_units: tuple[str, str, str] = ("", "", "")
    """What stands behind the year, the month and the day."""
    places: tuple[str, ...] = ()
    """Regions that a page shows behind the day: where its author was."""
    until: tuple[str, ...] = ()
    """What stands between the first and the last of several days, beside a dash."""
    unknown: tuple[str, ...] = ()
    """What stands where nobody knows a source or an author."""
    months: tuple[str, ...] = ()
    """The first three letters of the months, where dates are written with their names."""
    month_names: tuple[str, ...] = ()
    """Their whole names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """Where sentences end; a line may mix languages, so all languages' marks count."""

    ends: str = ""
    """Marks that end a sentence whatever follows."""
    ends_before_space: str = ""
    """Marks that end one before white space."""
    closers: str = ""
    """Quotation marks and brackets that close behind an end, and belong to the sentence."""
    goes_on: str = ""
    """Characters that continue the sentence behind a closed quotation: the と of 「…。」と."""
    abbreviations: frozenset[str] = frozenset()
    """Words whose full stop ends no sentence; written here in small letters, without the stop."""
    small_words: frozenset[str] = frozenset()
    """Words that nearly every sentence holds, and neither code nor a list of names does."""
    openers: tuple[str, ...] = ()
    """Words with which a sentence begins that goes on from another, and no heading."""
    negations: tuple[str, ...] = ()
    """Letters by which a sentence says the opposite; in small letters, without marks."""
    persons: tuple[str, ...] = ()
    """Words for who speaks and who is spoken to, as they stand in talk; in small letters."""
    steps: tuple[str, ...] = ()
    """Regular expressions of what a line holds that says what to do next, at a computer say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Slips of the pen and matters of style that are looked for in a language's text."""

    narrow_mark: re.Pattern[str]
    """A half-width mark where the language has one of full width."""
    wide_marks: Mapping[str, str]
    """The mark of full width for each."""
    spaced: re.Pattern[str]
    """A blank between a letter of the language and one of another script."""
    joined: re.Pattern[str]
    """The same two letters without a blank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinals:
    """How headings are numbered in words and characters of the language."""

    patterns: tuple[tuple[Style, str], ...] = ()
    """Regular expressions with the number in the group ``n``, in the order of trial."""
    starts: str = ""
    """The characters that such a numbering may begin with."""
    counting: str = ""
    """Characters that number labels and figures (问三：, 图 一), beside the ten digits."""
    units: str = ""
    """Characters that make a quantity or a name of the number before them: 3 级, 2 年."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Syllable:
    """One syllable of a reading in Latin letters."""

    full: str
    short: str
    """What stands for it where a reader types initials only."""
    begins: bool
    """Whether a word begins with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a script other than Latin is written in Latin letters, by its sound."""

    characters: str
    """What can be read, as ranges of a character class, in folded text."""
    speak: Callable[[str], Iterable[Syllable]]
    """Read a run of such characters; it need not give a syllable for each."""
    respell: Callable[[str], str] = lambda spelling: spelling
    """Give the other spelling that people type (``lu`` for ``lv``)."""
    common: Callable[[], str] = lambda: ""
    """Give the characters that people type, where one is easily typed for another of the same
    sound; empty where that does not happen."""
    sounds: Callable[[str], Iterable[str]] = lambda character: ()
    """Give the readings of one character, the commonest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyText:
    """Encodings older than Unicode: which there are, and how a right guess is recognised."""

    codecs: Mapping[str, str] = field(default_factory=dict)
    """Python's codecs in the order in which they are tried, to the encodings' names."""
    commonness: Callable[[str], float] = lambda text: -1.0
    """The mean weight of the characters beyond ASCII, above 0 for likely text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stemmer:
    """Endings that are cut off words, both in the index and in queries."""

    shortest: int
    """The least number of characters that a stem keeps."""
    endings: tuple[tuple[str, str], ...]
    """Each ending and what stands for it; the first that fits is taken."""
    inflections: tuple[tuple[str, str], ...]
    """Those that make a form of the same word, and no other word of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Words of questions that say nothing of what is asked for."""

    asking: tuple[str, ...] = ()
    """Words with which a question begins."""
    filling: tuple[str, ...] = ()
    """Words that every text holds."""
    inside: tuple[str, ...] = ()
    """The same for a script without blanks between words, where they stand inside of a run; of
    two that begin alike the longer comes first."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language:
    """One language."""

    code: str
    """BCP 47, without a region."""
    name: str
    """What the language calls itself."""
    spellings: frozenset[str] = frozenset()
    """What else people write for the code in names of files, in lower case, with hyphens."""
    scripts: frozenset[Script] = frozenset()
    """The scripts whose rules it states, for all languages that are written in them."""
    told_by: Script | None = None
    """The script whose letters tell a text of this language from others."""

    claims: Callable[[str, int, int], bool] = lambda text, start, end: True
    """Tell whether a form at ``text[start:end]`` stands in this language's text: asked where
    several languages share a script."""
    edges_hold: Callable[[str, int, int], bool] = word_edges_hold
    """Tell whether a form at ``text[start:end]`` of a squeezed text cuts no word there."""
    inside_name: Callable[[str, Span], bool] = lambda text, span: False
    """Tell whether a form is only a piece of a name or identifier in the original text."""
    variants: Callable[[str], tuple[str, ...]] = lambda form: ()
    """Give the other written forms of a form: its plural, say."""
    needs_capital: Callable[[str], bool] = lambda form: False
    """Tell whether only a capital tells a form from an everyday word."""

    phrases: Callable[[str], tuple[str, ...]] | None = None
    """Cut a run of the letters of `told_by` where a line of a heading may end, in a script that
    has no blanks between words; joined, the pieces are the run."""

    words: Callable[[str], Iterable[str]] | None = None
    """Cut a run of the letters of `scripts` into words, in a script that has no blanks between
    them; joined, they are the run."""

    term_weight: Callable[[str], float] = lambda word: 0.5
    """How much a word of its scripts says as part of a term: from 0, for one with which no term
    begins or ends, to 1 for one that is hardly used but in terms."""
    term_joints: frozenset[str] = frozenset()
    """Words that say nothing by themselves and stand within terms: chain of thought."""

    characters: Callable[[], Mapping[int, str]] = lambda: {}
    """Characters that readers do not distinguish, one to one, as `str.translate` takes them."""
    other_spellings: Callable[[str], tuple[str, ...]] = lambda text: ()
    """Give a text as it is also written: in Traditional characters, say."""
    latinise: Callable[[str], str] = lambda text: text
    """Replace the characters of its script by Latin letters, blanks between syllables or words."""
    reading: Reading | None = None
    stemmer: Stemmer | None = None
    questions: Questions = Questions()

    sentences: Sentences = Sentences()
    writing: Writing | None = None
    labels: Labels = Labels()
    headings: Headings = Headings()
    page_parts: PageParts = PageParts()
    pictures: Pictures = Pictures()
    credits: Credits = Credits()
    ordinals: Ordinals = Ordinals()
    legacy: LegacyText = LegacyText()
