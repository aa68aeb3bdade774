"""The index of a site: parts of pages merged into files that are fetched by need.

With a cache, a merge after an earlier one writes what changed: the blocks of changed pages,
and the files that hold their terms. The files are the same as those of a merge from nothing.
"""

from __future__ import annotations

import gc
import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from notes_kb.languages import same_characters
from notes_kb.search.blocks import Block, Blocks, Cache, changed_rows
from notes_kb.search.documents import Document, Entry, Labels, Options
from notes_kb.search.forms import form_items
from notes_kb.search.headings import (
    Headings,
    Keys,
    Ranked,
    freeze_ranks,
    join_keys,
    join_ranks,
    letters_payload,
    read_ranks,
    spoken_payload,
)
from notes_kb.search.part import Part, PartRef, index_page
from notes_kb.search.postings import Joined, join_packed, splice, unpacked
from notes_kb.search.shards import (
    Change,
    Directory,
    Encoder,
    Files,
    Kind,
    LostError,
    Segment,
    Shards,
)
from notes_kb.search.site import Site, place_parts
from notes_kb.search.sounds import sound_items
from notes_kb.search.spool import Item, Run, Spool, merge_runs
from notes_kb.search.store import number_kinds, write_results, write_sections
from notes_kb.search.vocabulary import word_payloads
from notes_kb.search.wire import (
    FORMAT,
    MANIFEST,
    deflate,
    digest,
    pair_table,
    step_above,
    table,
    varint,
)
from notes_kb.text.stem import stem
from notes_kb.text.tokenize import is_cjk

SHARDS = 900
"""Files of postings, were all of them full; this bounds the manifest at any size of site."""
SMALLEST_SHARD = 4_500
"""Bytes of a file of postings before compression."""
LARGEST_SHARD = 13_500
"""The same where they are so many that a file would be larger: there are more files then. A reader
fetches a file for each pair of characters, on a line of 10 Mbit/s in 6 ms."""
SMALL_TABLE = 9_000
"""Bytes of a file of any other kind before compression."""
ONE_FILE = 1 << 30
"""Bytes of a file that holds all items of its kind."""
TOGETHER = 32
"""Blocks whose postings are joined in memory: some two thousand pages."""
MOST_CHANGED = 8
"""Blocks above which joining all postings anew takes less time than changing them."""

STATE = b"state"
"""The key under which the cache has what the latest merge left."""

_TABLES: Mapping[str, Encoder] = dict.fromkeys("hwcpvr", table) | {"h": pair_table}
"""The kinds that are changed key by key, and how they are written."""


class Index(NamedTuple):
    """The files of an index, and the site that they were written from."""

    files: Mapping[str, bytes]
    """File name to content."""
    site: Site


def build_index(
    documents: Iterable[Document], *, lexicon_entries: Sequence[Entry] = (), options: Options
) -> Mapping[str, bytes]:
    """Index a site: file name to content, the same for the same documents in any order."""
    ordered = sorted(documents, key=lambda document: document.url)
    pages = [list(page) for _, page in groupby(ordered, key=lambda document: document.url)]
    parts = [index_page(page) for page in pages]
    return merge(parts, lexicon_entries=lexicon_entries, options=options).files


def merge(
    parts: Iterable[Part | PartRef],
    *,
    lexicon_entries: Sequence[Entry] = (),
    options: Options,
    cache: Cache | None = None,
) -> Index:
    """Merge the parts of all pages, in any order, into the files of the index.

    A `PartRef` is loaded only if its block of pages has changed. Two runs may use one cache
    at once; what it has lost is made again.
    """
    with without_collection():
        blocks = Blocks(cache)
        site = place_parts(parts, tuple(options.languages), blocks)
        files = Files()
        try:
            tables = _changed(site, blocks, cache)
            directories = [files.add_shards(shards) for shards in tables.values()]
        except LostError:
            files = Files()
            tables = _joined(site, blocks, cache)
            directories = [files.add_shards(shards) for shards in tables.values()]
        forms = Shards(Kind(letter="f", encode=table, target=SMALL_TABLE), cache)
        forms.write(form_items(site, lexicon_entries, cache))
        directories.append(files.add_shards(forms))
        sounds = Shards(Kind(letter="y", encode=table, target=ONE_FILE), cache)
        spoken = (c for block in site.blocks for c in block.characters)
        sounds.write(sound_items(spoken, cache))
        directories.append(files.add_shards(sounds))
        chunks, titles = write_results(files, site, cache)
        kinds, of_pages = number_kinds(site, options.kinds)
        concepts = {url for entry in lexicon_entries for url in entry.urls.values()}
        sections = write_sections(files, site, chunks, titles, of_pages, concepts)
        files.data[MANIFEST] = deflate(
            _manifest(site, files, directories, sections, kinds, options)
        )
        if cache:
            cache.put(STATE, _State.of(site, tables).to_bytes())
        files.data.sort(key=str)
        return Index(files.data, site)


@contextmanager
def without_collection() -> Iterator[None]:
    """Pause the search for cycles: none are made, and it takes a fifth of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@dataclass(slots=True)
class _State:
    """What a merge left for the next."""

    blocks: list[tuple[bytes, int, int]]
    """The key of each block, its first number, and that of the next."""
    targets: dict[str, int]
    segments: dict[str, list[Segment]]

    @classmethod
    def of(cls, site: Site, tables: Mapping[str, Shards]) -> _State:
        """Describe a merge."""
        return cls(
            [(block.key, block.base, block.end) for block in site.blocks],
            {letter: shards.kind.target for letter, shards in tables.items()},
            {letter: shards.segments for letter, shards in tables.items()},
        )

    def to_bytes(self) -> bytes:
        """Freeze for a cache."""
        segments = {
            letter: [[s.first, s.key.hex(), s.cost] for s in found]
            for letter, found in self.segments.items()
        }
        blocks = [[key.hex(), base, end] for key, base, end in self.blocks]
        return json.dumps([FORMAT, blocks, self.targets, segments]).encode()

    @classmethod
    def from_bytes(cls, frozen: bytes | None) -> _State:
        """Read what `to_bytes` wrote; raises `LostError` where nothing did, or another version."""
        loaded: list[Any] = json.loads(frozen) if frozen else [0]
        if loaded[0] != FORMAT:
            raise LostError
        _, blocks, targets, segments = loaded
        return cls(
            [(bytes.fromhex(key), base, end) for key, base, end in blocks],
            targets,
            {
                letter: [Segment(first, bytes.fromhex(key), cost) for first, key, cost in found]
                for letter, found in segments.items()
            },
        )


def _changed(site: Site, blocks: Blocks, cache: Cache | None) -> dict[str, Shards]:
    """Change the tables of the latest merge; raises `LostError` where they do not serve."""
    state = _State.from_bytes(cache.get(STATE) if cache else None)
    places = [(base, end) for _, base, end in state.blocks]
    if places != [(block.base, block.end) for block in site.blocks]:
        raise LostError  # Sections have other numbers now.
    changed = [
        (key, block)
        for (key, *_), block in zip(state.blocks, site.blocks, strict=True)
        if key != block.key
    ]
    if len(changed) > MOST_CHANGED:
        raise LostError
    tables = {
        letter: Shards(
            Kind(letter=letter, encode=encode, target=state.targets[letter]),
            cache,
            state.segments[letter],
        )
        for letter, encode in _TABLES.items()
    }
    _change_postings(tables, changed, blocks)
    _change_headings(tables, changed, site, blocks)
    if state.targets["h"] != _target(tables["h"].cost + tables["w"].cost):
        raise LostError
    return tables


def _change_postings(
    tables: Mapping[str, Shards], changed: Sequence[tuple[bytes, Block]], blocks: Blocks
) -> None:
    changes: dict[str, dict[str, list[Change]]] = {"h": {}, "w": {}}
    for key, block in changed:
        before = blocks.find_rows(key)
        if before is None:
            raise LostError
        for term, row in changed_rows(before, blocks.rows(block)).items():
            letter, name = _table_of(term)
            change = partial(splice, base=block.base, end=block.end, row=row)
            changes[letter].setdefault(name, []).append(change)
    tables["h"].change({key: _in_turn(several) for key, several in changes["h"].items()})
    sizes = tables["w"].change({key: _in_turn(several) for key, several in changes["w"].items()})
    words = word_payloads(sorted(sizes.items()))
    tables["v"].change({word: _constant(payload) for word, payload in words.items()})
    tables["r"].change({word[::-1]: _constant(payload) for word, payload in words.items()})


def _change_headings(
    tables: Mapping[str, Shards],
    changed: Sequence[tuple[bytes, Block]],
    site: Site,
    blocks: Blocks,
) -> None:
    letters: set[str] = set()
    spoken: set[str] = set()
    for key, block in changed:
        old, new = blocks.find_headings(key), blocks.headings(block)
        if old is None:
            raise LostError
        letters |= _differing(old.letters, new.letters)
        spoken |= _differing(old.spoken, new.spoken)
    if not letters and not spoken:
        return
    several = [(block.base, blocks.headings(block)) for block in site.blocks]
    found = _join_headings(several, letters, spoken)
    tables["c"].change({k: _constant(letters_payload(found.letters.get(k, ()))) for k in letters})
    tables["p"].change({k: _constant(spoken_payload(found.spoken.get(k, ()))) for k in spoken})


def _join_headings(
    several: Sequence[tuple[int, Headings]], letters: set[str], spoken: set[str]
) -> Headings:
    return Headings(
        join_keys(
            (base, {key: h.letters[key] for key in letters & h.letters.keys()})
            for base, h in several
        ),
        join_keys(
            (base, {key: h.spoken[key] for key in spoken & h.spoken.keys()}) for base, h in several
        ),
    )


def _differing(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def _in_turn(changes: Sequence[Change]) -> Change:
    def changed(payload: bytes) -> bytes:
        for change in changes:
            payload = change(payload)
        return payload

    return changed


def _constant(payload: bytes) -> Change:
    return lambda _: payload


def _joined(site: Site, blocks: Blocks, cache: Cache | None) -> dict[str, Shards]:
    """Join what all blocks hold, and write all tables."""
    spool = Spool[int]()
    items: dict[str, Iterable[Item]] = {}
    postings = {letter: Run(found, spool) for letter, found in _postings(site, blocks, spool)}
    target = _target(sum(run.cost for run in postings.values()))
    words = word_payloads((key, len(payload)) for key, payload in postings["w"])
    items |= postings
    items["v"] = sorted(words.items())
    items["r"] = sorted((word[::-1], payload) for word, payload in words.items())
    items |= _headings(site, blocks, spool)
    tables = {}
    for letter, encode in _TABLES.items():
        size = target if letter in "hw" else SMALL_TABLE
        tables[letter] = Shards(Kind(letter=letter, encode=encode, target=size), cache)
        tables[letter].write(items.pop(letter))
    return tables


def _target(budget: int) -> int:
    """Give the size of a file of postings, where all of them have so many bytes."""
    return step_above(SMALLEST_SHARD, min(budget // SHARDS, LARGEST_SHARD))


def _postings(
    site: Site, blocks: Blocks, spool: Spool[int]
) -> Iterator[tuple[str, Iterable[Item]]]:
    """Join the postings of all blocks: those of pairs of characters, and those of words.

    Neighbouring blocks are joined in memory, and what that gives is merged: so the memory that
    it takes does not grow with the site.
    """
    groups = list(_groups(site.blocks))
    if len(groups) == 1:
        yield from _sorted_rows(_join(groups[0], blocks).payloads()).items()
        return
    runs: dict[str, list[Run]] = {"h": [], "w": []}
    for group in groups:
        for letter, rows in _sorted_rows(_join(group, blocks).packed()).items():
            runs[letter].append(Run(rows, spool))
    for letter, found in runs.items():
        merged = merge_runs(found, join_packed, spool)
        yield letter, ((key, unpacked(row)) for key, row in merged)


def _join(group: Sequence[Block], blocks: Blocks) -> Joined:
    joined = Joined()
    for block in group:
        joined.add(block.base, blocks.rows(block))
    return joined


def _sorted_rows(found: Iterable[Item]) -> dict[str, list[Item]]:
    rows: dict[str, list[Item]] = {"h": [], "w": []}
    for term, row in found:
        letter, key = _table_of(term)
        rows[letter].append((key, row))
    for several in rows.values():
        several.sort()
    return rows


def _headings(site: Site, blocks: Blocks, spool: Spool[int]) -> dict[str, Iterable[Item]]:
    """Join the keys of all headings, in the same way."""
    payloads = {"c": letters_payload, "p": spoken_payload}
    groups = list(_groups(site.blocks))
    if len(groups) == 1:
        keys = _heading_keys(groups[0], blocks)
        return {
            letter: [(key, payload(ranks)) for key, ranks in keys[letter].items()]
            for letter, payload in payloads.items()
        }
    runs: dict[str, list[Run]] = {"c": [], "p": []}
    for group in groups:
        for letter, found in _heading_keys(group, blocks).items():
            frozen = ((key, freeze_ranks(ranks)) for key, ranks in found.items())
            runs[letter].append(Run(frozen, spool))
    merged = {letter: merge_runs(several, join_ranks, spool) for letter, several in runs.items()}
    return {letter: _encoded(merged[letter], payload) for letter, payload in payloads.items()}


def _heading_keys(group: Sequence[Block], blocks: Blocks) -> Mapping[str, Keys]:
    several = [(block.base, blocks.headings(block)) for block in group]
    return {
        "c": join_keys((base, headings.letters) for base, headings in several),
        "p": join_keys((base, headings.spoken) for base, headings in several),
    }


def _encoded(
    merged: Iterable[Item], payload: Callable[[Sequence[Ranked]], bytes]
) -> Iterator[Item]:
    for key, ranks in merged:
        yield key, payload(read_ranks(ranks))


def _groups(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Cut blocks into groups that are joined in memory: one, or for a large site more."""
    size = TOGETHER if len(blocks) > TOGETHER else max(1, len(blocks))
    for at in range(0, len(blocks), size):
        yield blocks[at : at + size]


def _table_of(term: str) -> tuple[str, str]:
    """Give the kind of file that a term stands in, and its key there."""
    return ("h", term) if len(term) <= 2 and is_cjk(term[0]) else ("w", word_key(term))


def word_key(term: str) -> str:
    """Give the key of a word: its stem first, so that its forms stand side by side."""
    root = stem(term)
    return f"{root}\t{term[len(root) :]}" if term.startswith(root) else f"{root}\t\x01{term}"


def _manifest(
    site: Site,
    files: Files,
    directories: Sequence[Directory],
    sections: str | Mapping[str, object],
    kinds: Sequence[Labels],
    options: Options,
) -> bytes:
    names = {code: options.languages.get(code, code) for code in site.languages}
    manifest = {
        "format": FORMAT,
        "pages": sum(len(block.refs) for block in site.blocks),
        "sections": site.size,
        "mean": site.mean,
        "languages": list(names.items()),
        "fold": _fold_table({c for block in site.blocks for c in block.characters}),
        "directories": {d.kind: d.frozen(files) for d in directories},
        "table": sections,
        "propose": options.propose_url,
        "kinds": kinds,
        "topics": [[dict(names), dict(urls)] for names, urls in options.topics],
    }
    text = json.dumps(manifest, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    manifest["build"] = digest(text.encode())
    return json.dumps(manifest, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _fold_table(characters: Iterable[str]) -> str:
    """Write the Traditional characters that readers may type for those of the site.

    Sorted, their distances, then those of the characters that they become, which may
    be negative (the sign in the lowest bit).
    """
    pairs = sorted(_folds(set(characters)))
    out, last = [varint(len(pairs))], 0
    for traditional, _ in pairs:
        out.append(varint(traditional - last))
        last = traditional
    last = 0
    for _, simplified in pairs:
        step = simplified - last
        out.append(varint(step << 1 if step >= 0 else -step << 1 | 1))
        last = simplified
    return b64encode(b"".join(out)).decode()


def _folds(known: set[str]) -> Iterator[tuple[int, int]]:
    for code, simplified in same_characters().items():
        if simplified in known:
            yield code, ord(simplified)
