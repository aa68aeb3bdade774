"""Concept records and articles: files to values, with what is wrong in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from notes_kb.domain.concept import Article, Concept
from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.domain.language import Languages
from notes_kb.domain.note import Source
from notes_kb.loading.bounded_yaml import Path
from notes_kb.loading.front_matter import FrontMatter, key_path, parse_front_matter
from notes_kb.loading.record import RecordReader, did_you_mean, places

SOURCE_KEYS = ("title", "url", "author", "license")


def parse_concept(
    text: str, *, path: str, concept_id: str, languages: Languages
) -> tuple[Concept | None, tuple[Diagnostic, ...]]:
    """Parse ``docs/concepts/<id>.md``: the record, and the default language's article.

    What is wrong in a record costs only itself: the concept stays, under its id
    where it has no label. An empty file gives no concept.
    """
    front = parse_front_matter(text, path=path)
    if not front.values and not front.body.strip() and not front.diagnostics:
        finding = Diagnostic(
            kind="concept-empty",
            severity=Severity.ERROR,
            message=f"the record of '{concept_id}' is empty",
            path=path,
            line=1,
            hint="begin it with a front matter that holds 'labels: {zh: …, en: …}'",
        )
        return None, (finding,)
    reader = RecordReader(front, path, languages)
    values = _read_keys(reader, front)
    if not values.get("labels"):
        if front.values or not front.diagnostics:
            _report_no_label(reader, concept_id)
        values["labels"] = {languages.default: concept_id.replace("-", " ")}
    concept = Concept(
        id=concept_id,
        path=path,
        articles=_articles(front, path, languages),
        places=places(front),
        **values,
    )
    _check_forms(reader, concept)
    return concept, (*front.diagnostics, *reader.findings)


def parse_article(text: str, *, path: str) -> tuple[Article, tuple[Diagnostic, ...]]:
    """Parse ``docs/concepts/<id>.<lang>.md``: an article, whose front matter has no say."""
    front = parse_front_matter(text, path=path)
    article = Article(path=path, markdown=front.body, first_line=front.body_line)
    if not front.values:
        return article, front.diagnostics
    finding = Diagnostic(
        kind="concept-article-keys",
        severity=Severity.WARNING,
        message="the front matter of a translated article was ignored",
        path=path,
        line=2,
        source=front.lines[1],
        hint="move its keys to the record, the file without a language in its name",
    )
    return article, (*front.diagnostics, finding)


def _articles(front: FrontMatter, path: str, languages: Languages) -> Mapping[str, Article]:
    if not front.body.strip():
        return {}
    article = Article(path=path, markdown=front.body, first_line=front.body_line)
    return {languages.default: article}


def _read_keys(reader: RecordReader, front: FrontMatter) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in front.values.items():
        if key not in CONCEPT_KEYS:
            reader.unknown((key,), CONCEPT_KEYS)
        elif value is not None:
            read = CONCEPT_KEYS[key](reader, (key,), value)
            if read is not None:
                values[key] = read
    return values


def _labels(reader: RecordReader, key: Path, value: object) -> dict[str, str]:
    return reader.by_language(key, value, reader.text, "zh: 标签, en: label")


def _definition(reader: RecordReader, key: Path, value: object) -> dict[str, str]:
    return reader.by_language(key, value, reader.text, "zh: 一句话。, en: One sentence.")


def _word_lists(reader: RecordReader, key: Path, value: object) -> dict[str, tuple[str, ...]]:
    return reader.by_language(key, value, reader.texts, "zh: [词], en: [word]")


def _forms(reader: RecordReader, key: Path, value: object) -> frozenset[str]:
    return frozenset(reader.texts(key, value))


def _sources(reader: RecordReader, key: Path, value: object) -> tuple[Source, ...]:
    if not isinstance(value, list):
        reader.wrong(key, "takes a list", "write 'sources: [{title: …, url: https://…}]'")
        return ()
    read = (_source(reader, (*key, n), item) for n, item in enumerate(value))
    return tuple(source for source in read if source is not None)


def _source(reader: RecordReader, key: Path, value: object) -> Source | None:
    if not isinstance(value, dict):
        reader.wrong(key, "takes a mapping", "write '{title: …, url: https://…}'")
        return None
    for name in value:
        if name not in SOURCE_KEYS:
            reader.unknown((*key, name), SOURCE_KEYS)
    given = {name: value[name] for name in SOURCE_KEYS if name in value}
    texts = {name: reader.text((*key, name), item) or "" for name, item in given.items()}
    url = texts.get("url", "")
    if not url.startswith(("http://", "https://")):
        known = (*key, "url") if "url" in value else key
        what = f"has no web address: '{url}'" if url else "has no address"
        reader.report(
            known,
            "concept-source-url",
            f"the source '{key_path(key)}' {what}",
            "add 'url: https://…', where the reader can check it",
            Severity.WARNING,
        )
        texts["url"] = ""
    texts["title"] = texts.get("title") or texts["url"]
    return Source(**texts) if texts["title"] else None


CONCEPT_KEYS: Mapping[str, Callable[[RecordReader, Path, object], object]] = {
    "labels": _labels,
    "aliases": _word_lists,
    "definition": _definition,
    "topic": RecordReader.number,
    "broader": RecordReader.texts,
    "related": RecordReader.texts,
    "not_in": _word_lists,
    "context": _word_lists,
    "case_sensitive": _forms,
    "sources": _sources,
}
"""Every key that a concept's record may have."""


def _report_no_label(reader: RecordReader, concept_id: str) -> None:
    key = ("labels",) if "labels" in reader.front.values else ()
    reader.report(
        key,
        "concept-label-missing",
        f"the concept '{concept_id}' has no label",
        "add 'labels: {zh: …, en: …}'",
    )


def _check_forms(reader: RecordReader, concept: Concept) -> None:
    """Report forms that stand twice, and names of forms that are none."""
    seen: dict[tuple[str, str], Path] = {}
    for key, language, form in _written_forms(concept):
        first = seen.setdefault((language, form), key)
        if first != key:
            reader.report(
                key,
                "concept-form-repeated",
                f"the alias '{form}' is already in '{key_path(first)}'",
                "remove it",
                Severity.WARNING,
            )
    forms = {form for _, form in concept.forms()}
    for n, form in enumerate(_listed(reader.front.values.get("case_sensitive"))):
        if form not in forms:
            reader.report(
                ("case_sensitive", n),
                "concept-case-unknown",
                f"'case_sensitive' names '{form}', which is no label or alias",
                did_you_mean(form, forms) or "add it to the aliases, or remove it here",
                Severity.WARNING,
            )


def _written_forms(concept: Concept) -> Iterable[tuple[Path, str, str]]:
    for language, label in concept.labels.items():
        yield ("labels", language), language, label
    for language, aliases in concept.aliases.items():
        for n, alias in enumerate(aliases):
            yield ("aliases", language, n), language, alias


def _listed(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
