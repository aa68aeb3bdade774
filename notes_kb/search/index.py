"""The index of a site: parts of pages merged into files that are fetched by need."""

from __future__ import annotations

import gc
import json
from array import array
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby

from notes_kb.languages import same_characters
from notes_kb.search.documents import Document, Entry, Options
from notes_kb.search.forms import form_items
from notes_kb.search.headings import heading_items, reading_items
from notes_kb.search.part import Part, index_page
from notes_kb.search.shards import Directory, Files, Item, write_shards
from notes_kb.search.site import Site, place_parts
from notes_kb.search.store import write_chunks, write_sections, write_titles
from notes_kb.search.vocabulary import vocabulary_items
from notes_kb.search.wire import FORMAT, deflate, digest, pair_table, table, varint
from notes_kb.text.stem import stem
from notes_kb.text.tokenize import is_cjk

MANIFEST = "manifest.bin"
"""The one file whose name does not change."""

MOST_SHARDS = 1_200
"""Files of postings, which bounds the manifest at any size of site."""
SMALLEST_SHARD = 4_500
"""Bytes of a file of postings before compression."""
SMALL_TABLE = 9_000
"""Bytes of a file of any other kind before compression."""


def build_index(
    documents: Iterable[Document], *, lexicon_entries: Sequence[Entry] = (), options: Options
) -> Mapping[str, bytes]:
    """Index a site: file name to content, the same for the same documents in any order."""
    ordered = sorted(documents, key=lambda document: document.url)
    pages = [list(page) for _, page in groupby(ordered, key=lambda document: document.url)]
    return merge(
        (index_page(page) for page in pages), lexicon_entries=lexicon_entries, options=options
    )


def merge(
    parts: Iterable[Part], *, lexicon_entries: Sequence[Entry] = (), options: Options
) -> Mapping[str, bytes]:
    """Merge the parts of all pages, in any order, into the files of the index."""
    with _no_collection():
        return _merge(place_parts(parts, tuple(options.languages)), lexicon_entries, options)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pause the search for cycles: none are made, and it takes a fifth of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _merge(site: Site, lexicon_entries: Sequence[Entry], options: Options) -> Mapping[str, bytes]:
    files = Files()
    pairs, words = _postings(site)
    budget = sum(len(data) for _, data in pairs) + sum(len(data) for _, data in words)
    target = max(SMALLEST_SHARD, budget // MOST_SHARDS)
    directories = [
        write_shards(files, "h", pairs, pair_table, target),
        write_shards(files, "w", words, table, target),
        write_shards(files, "c", heading_items(site), table, SMALL_TABLE),
        write_shards(files, "p", reading_items(site), table, SMALL_TABLE),
        write_shards(files, "f", form_items(site, lexicon_entries), table, SMALL_TABLE),
    ]
    for kind, items in zip("vr", vocabulary_items(words), strict=True):
        directories.append(write_shards(files, kind, items, table, SMALL_TABLE))
    chunks, titles = write_chunks(files, site), write_titles(files, site)
    sections = write_sections(files, site, chunks, titles)
    manifest = _manifest(site, directories, sections, options, pairs)
    files.data[MANIFEST] = deflate(manifest)
    return dict(sorted(files.data.items()))


def _postings(site: Site) -> tuple[list[Item], list[Item]]:
    """Join the postings of all pages: those of pairs of characters, and those of words."""
    numbers: dict[str, int] = {}
    blobs: list[bytearray] = []
    ends = array("I")
    for part, base in zip(site.parts, site.bases, strict=True):
        twice = base << 1
        for term, head, last, data in part.rows():
            number = numbers.get(term)
            if number is None:
                numbers[term] = len(blobs)
                blobs.append(bytearray(varint(head + twice) + data))
                ends.append(base + last)
            else:
                blobs[number] += varint(head + twice - (ends[number] << 1)) + data
                ends[number] = base + last
    pairs: list[Item] = []
    words: list[Item] = []
    blobs.reverse()
    for term in numbers:
        postings = bytes(blobs.pop())
        if len(term) <= 2 and is_cjk(term[0]):
            pairs.append((term, postings))
        else:
            words.append((word_key(term), postings))
    pairs.sort()
    words.sort()
    return pairs, words


def word_key(term: str) -> str:
    """Give the key of a word: its stem first, so that its forms stand side by side."""
    root = stem(term)
    return f"{root}\t{term[len(root) :]}" if term.startswith(root) else f"{root}\t\x01{term}"


def _manifest(
    site: Site,
    directories: Sequence[Directory],
    sections: str,
    options: Options,
    pairs: Sequence[Item],
) -> bytes:
    names = {code: options.languages.get(code, code) for code in site.languages}
    manifest = {
        "format": FORMAT,
        "pages": len(site.parts),
        "sections": site.size,
        "mean": site.mean,
        "languages": list(names.items()),
        "fold": _fold_table({c for key, _ in pairs for c in key}),
        "directories": {d.kind: d.frozen() for d in directories},
        "table": sections,
        "propose": options.propose_url,
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
