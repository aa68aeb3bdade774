"""What is fuzzed: functions of bytes that raise where a property of the product does not hold.

The functions need nothing but the product, so that the tests can run each find again
(`tests/fuzz`). An input is either text as bytes, or, behind an odd first byte, a row of
`TOKENS`: a byte each, since mutation of bytes alone seldom writes a table or a fence.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from notes_kb.domain.concept import Concept
from notes_kb.domain.language import Languages
from notes_kb.domain.note import Note
from notes_kb.importing.note_import import Wishes, import_source, write_note
from notes_kb.importing.refusal import Refusal
from notes_kb.importing.sources import SourceKind
from notes_kb.linking.lexicon import Lexicon, build_lexicon
from notes_kb.linking.matcher import find_occurrences
from notes_kb.linking.mentions import find_note_mentions
from notes_kb.linking.sentences import sentence_around
from notes_kb.loading.concepts import parse_concept
from notes_kb.loading.decode import decode
from notes_kb.loading.front_matter import parse_front_matter
from notes_kb.loading.ledger import source_lines
from notes_kb.loading.library import note_from_bytes
from notes_kb.loading.note_meta import parse_note_meta
from notes_kb.pages.render import Needs, Recipe, article_source, render, render_note, words_in
from notes_kb.pages.sanitise import ATTRIBUTES, TAGS, sanitise
from notes_kb.search.documents import Document
from notes_kb.search.part import Part, index_page
from notes_kb.search.wire import pair_table, read_varint, table, varint
from notes_kb.text.fold import squeeze

LONGEST = 4096
"""Bytes of an input."""

SECONDS = 1.0
"""Processor seconds for the shortest input, on an instrumented interpreter."""
SECONDS_PER_BYTE = 0.002
"""What each byte may cost on top: far above what it costs, far below what a square would."""

LANGUAGES = Languages({"zh": "简体中文", "en": "English"})

TOKENS = (
    *map(chr, range(32, 127)),
    *json.loads(Path(__file__).with_name("tokens.json").read_text("utf-8")),
)
"""Letters, and what Markdown, pastes, front matter and HTML are made of."""


@dataclass(frozen=True, slots=True)
class Target:
    """A function under test."""

    run: Callable[[bytes], None]
    """Takes an input; raises where something does not hold."""
    seeds: tuple[str, ...]
    """Patterns below the repository of files to begin with."""


class TooSlowError(AssertionError):
    """An input took more time than its length allows."""


def bounded(run: Callable[[bytes], None], data: bytes, *, slack: float = 1.0) -> None:
    """Run a target, and hold it to its time."""
    start = time.process_time()
    run(data)
    spent = time.process_time() - start
    allowed = slack * (SECONDS + SECONDS_PER_BYTE * len(data))
    if spent > allowed:
        raise TooSlowError(f"{spent:.1f} s for {len(data)} bytes, {allowed:.1f} s allowed")


def written(data: bytes) -> bytes:
    """Give the bytes of a file that an input stands for."""
    if data and data[0] % 2:
        return "".join(TOKENS[byte % len(TOKENS)] for byte in data[1:]).encode()
    return data[1:]


def _holds(condition: bool, what: str, *values: object) -> None:
    if not condition:
        raise AssertionError(f"{what}: {values!r}")


# The loader


def loader(data: bytes) -> None:
    """Any bytes give a note, whose ledger holds each line once."""
    pasted = bool(data) and data[0] % 4 < 2
    suffix = "txt" if pasted else "md"
    note = note_from_bytes(
        written(data), path=f"notes/x.{suffix}", note_id="x", language="zh", pasted=pasted
    )
    _check_ledger(note)


def _check_ledger(note: Note) -> None:
    lines = len(source_lines(note.text))
    held = [n for e in note.ledger for n in range(e.lines.first, e.lines.last + 1)]
    _holds(held == list(range(1, lines + 1)), "the ledger holds each line once", held, lines)
    for section in note.walk():
        for block in section.blocks:
            _holds(1 <= block.lines.first <= block.lines.last <= lines, "lines", block)
    for finding in note.diagnostics:  # A last line that held only what was taken out is none.
        _holds(0 <= finding.line <= lines + 1, "a finding is on a line", finding)


# Front matter and records


def front_matter(data: bytes) -> None:
    """Any text between two rules gives values or findings, as a note's and as a concept's."""
    text = f"---\n{decode(written(data)).text}\n---\n\nx\n"
    front = parse_front_matter(text, path="notes/x.md")
    meta, findings = parse_note_meta(front)
    concept, more = parse_concept(text, path="concepts/x.md", concept_id="x", languages=LANGUAGES)
    lines = len(source_lines(text))
    for finding in (*front.diagnostics, *findings, *more):
        _holds(0 <= finding.line <= lines, "a finding is on a line", finding)
    again, _ = parse_note_meta(parse_front_matter(text, path="notes/x.md"))
    _holds(meta == again, "the same text gives the same values")
    if concept is not None:
        build_lexicon([concept])


# The import


def importing(data: bytes) -> None:
    """Any bytes give a note that stays as it is when it is imported again, or a refusal."""
    kinds = (SourceKind.PASTE, SourceKind.NOTE, SourceKind.PAGE, None)
    kind = kinds[data[0] // 2 % 4] if data else None
    try:
        imported = import_source(
            written(data), name="", languages=LANGUAGES, wishes=Wishes(kind=kind)
        )
        again = write_note(imported.note, f"notes/{imported.name}")
    except Refusal:
        return
    _check_ledger(imported.note)
    _holds(again.text == imported.text, "a second import changes nothing", imported.text)


# The linker


def _concept(name: str, forms: tuple[str, ...]) -> Concept:
    return Concept(id=name, path=f"concepts/{name}.md", labels={"zh": name}, aliases={"zh": forms})


def linker(data: bytes) -> None:
    """Occurrences are in order, apart from each other, and forms of the concepts that they name."""
    head, _, body = written(data).partition(b"\n")
    named = decode(head).text.replace(",", "、").split("、")[:12]
    concepts = [_concept(f"c{number % 3}-{number}", (form,)) for number, form in enumerate(named)]
    lexicon = build_lexicon(concepts) if any(named) else LEXICON
    text = decode(body).text
    end = 0
    for found in find_occurrences(text, lexicon):
        span = found.span
        _holds(end <= span.start < span.end <= len(text), "in order and apart", span, text)
        end = span.end
        key = squeeze(text[span.start : span.end]).text
        _holds(key in lexicon.forms, "a form of the lexicon", key)
        _holds(list(found.candidates) == sorted(set(found.candidates)), "sorted", found)
        sentence, place = sentence_around(text, span)
        _holds(len(sentence) <= 200 + 2 + len(key) * 4, "a sentence is bounded", len(sentence))
        _holds(0 <= place.start < place.end <= len(sentence), "within its sentence", place)


LEXICON: Lexicon = build_lexicon(
    [
        _concept("moe", ("混合专家", "MoE", "mixture of experts")),
        _concept("agent", ("智能体", "agent", "エージェント")),
        _concept("r1", ("R1 模型", "R1")),
    ]
)


# The sanitiser and rendering

_LOADS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)


class _Reader(HTMLParser):
    """Reads cleaned HTML with a parser that is not the sanitiser's."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        _holds(tag in TAGS, "an element that is allowed", tag)
        for name, value in attrs:
            _holds(name in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()), "an attribute", tag, name)
            if name in {"href", "src", "cite"}:
                scheme = _SCHEME.match(value or "")
                allowed = {"http", "https", "mailto", "tel"}
                _holds(not scheme or scheme[1].lower() in allowed, "a scheme", value)
            if name == "src":
                _holds(not _LOADS.match(value or ""), "nothing of another host", value)
            if name == "id":
                mark = re.fullmatch(r"__(?:codelineno|span)-\d+-\d+", value or "")
                _holds(not (value or "").startswith("__") or bool(mark), "an id", value)

    handle_startendtag = handle_starttag

    def handle_decl(self, decl: str) -> None:
        _holds(False, "no declaration", decl)

    handle_pi = unknown_decl = handle_decl

    def handle_data(self, data: str) -> None:
        self.text += data

    text = ""


def check_clean(html: str) -> str:
    """See that HTML holds only what contributors may write; give its text."""
    reader = _Reader(convert_charrefs=True)
    reader.feed(html)
    reader.close()
    return reader.text


def sanitiser(data: bytes) -> None:
    """Cleaned HTML holds what is allowed, also when a browser's parser reads it once more.

    That parser may then nest elements otherwise: it closes a heading at the next one.
    """
    # A byte order mark at the very beginning is none of the text to any HTML parser.
    clean, _ = sanitise("<p>" + decode(written(data)).text, "elsewhere")
    again, removed = sanitise(clean, "elsewhere")
    _holds(check_clean(again) == check_clean(clean), "no text is lost or made", clean, again)
    _holds(not removed, "nothing is left to take", removed)


EXTENSIONS = (
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc",
    "pymdownx.superfences", "pymdownx.arithmatex", "pymdownx.tabbed", "pymdownx.tilde",
    "pymdownx.tasklist", "pymdownx.details", "pymdownx.keys", "pymdownx.mark",
)  # fmt: skip
NEEDS = Needs(
    recipe=Recipe(extensions=EXTENSIONS),
    lexicon=LEXICON,
    label=str,
    words=words_in("zh"),
)


def page(data: bytes) -> None:
    """Any text gives a page of allowed HTML, as a note, as a paste and as an article."""
    shape = data[0] // 2 % 3 if data else 0
    text = written(data)
    if shape == 0:
        source = article_source("concepts/a.md", "zh", decode(text).text, "other", 5)
        check_clean(render(source, NEEDS).chunks[0].body)
        return
    note = note_from_bytes(text, path="notes/a.md", note_id="a", language="zh", pasted=shape == 1)
    rendered = render_note(note, find_note_mentions(note, LEXICON), NEEDS)
    for chunk in rendered.chunks:
        check_clean(chunk.body)
    for block in rendered.blocks.values():
        check_clean(block)


# The search


def wire(data: bytes) -> None:
    """What is written of any text is read back as it was."""
    text = decode(written(data)).text
    rows = text.split("\n")
    documents = [
        Document(url="u/", title=rows[0], language="zh", anchor=f"a{n}", heading=row[:40], text=row)
        for n, row in enumerate(rows[:20])
    ]
    part = index_page(documents)
    back = Part.from_bytes(part.to_bytes())
    _holds(back == part and list(back.rows()) == list(part.rows()), "a part comes back")
    terms = [term for term, *_ in part.rows()]
    _holds(terms == sorted(set(terms)), "terms are sorted", terms)
    items = [(term, varint(number * 97)) for number, term in enumerate(terms)]
    _holds(_read_table(table(items)) == items, "a table comes back", items)
    pairs = [(term, payload) for term, payload in items if len(term) <= 2]
    _holds(_read_pairs(pair_table(pairs)) == pairs, "a table of pairs comes back", pairs)
    for number in (len(text), 1 << (len(text) % 50)):
        coded = varint(number)
        _holds(read_varint(coded, 0) == (number, len(coded)), "a number comes back", number)


def _read_table(data: bytes) -> list[tuple[str, bytes]]:
    count, at = read_varint(data, 0)
    keys, sizes, key = [], [], ""
    for _ in range(count):
        shared, at = read_varint(data, at)
        size, at = read_varint(data, at)
        key = key[:shared] + data[at : at + size].decode()
        at += size
        payload, at = read_varint(data, at)
        keys.append(key)
        sizes.append(payload)
    return list(zip(keys, _payloads(data, at, sizes), strict=True))


def _read_pairs(data: bytes) -> list[tuple[str, bytes]]:
    count, at = read_varint(data, 0)
    keys, sizes, first, second = [], [], 0, 0
    for _ in range(count):
        step, at = read_varint(data, at)
        if step:
            second += step
        else:
            step, at = read_varint(data, at)
            second, at = read_varint(data, at)
            first += step
        size, at = read_varint(data, at)
        keys.append(chr(first) + (chr(second) if second else ""))
        sizes.append(size)
    return list(zip(keys, _payloads(data, at, sizes), strict=True))


def _payloads(data: bytes, at: int, sizes: list[int]) -> list[bytes]:
    found = []
    for size in sizes:
        found.append(data[at : at + size])
        at += size
    _holds(at == len(data), "nothing is left over", at, len(data))
    return found


_NOTES = ("tests/loading/cases/*.txt", "tests/loading/cases/*.md", "docs/notes/*.md")
TARGETS: Mapping[str, Target] = {
    "loader": Target(loader, _NOTES),
    "front_matter": Target(front_matter, ("docs/concepts/*.md", "docs/notes/*.md")),
    "importing": Target(importing, (*_NOTES, "tests/importing/**/*.html")),
    "linker": Target(linker, ("tests/linking/cases/*.yml", "docs/notes/*.md")),
    "sanitiser": Target(sanitiser, ("tests/fuzz/seeds/*.html", "tests/importing/**/*.html")),
    "page": Target(page, (*_NOTES, "tests/ordinary_pages/docs/**/*.md")),
    "wire": Target(wire, _NOTES),
}
"""By the name that the command line takes, and that of the folder of its finds."""
