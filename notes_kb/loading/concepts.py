"""Concept records and articles: files to values, with what is wrong in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from notes_kb.domain import kinds
from notes_kb.domain.concept import Article, Concept
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.language import Languages
from notes_kb.domain.note import Source
from notes_kb.domain.span import Place
from notes_kb.languages.scaffolds import placeholder_definitions, placeholder_names
from notes_kb.loading.bounded_yaml import Path
from notes_kb.loading.front_matter import FrontMatter, key_path, parse_front_matter
from notes_kb.loading.note_meta import FORMER_IDS
from notes_kb.loading.record import (
    LANGUAGE_SCHEMA,
    SOURCE_PARTS,
    TEXT_SCHEMA,
    TEXTS_SCHEMA,
    Key,
    RecordReader,
    Schema,
    ValueType,
    did_you_mean,
    is_web_address,
    keys_by_name,
    object_schema,
    places,
)
from notes_kb.loading.writing import find_article_slips


def parse_concept(
    text: str, *, path: str, concept_id: str, languages: Languages
) -> tuple[Concept | None, tuple[Diagnostic, ...]]:
    """Parse ``docs/concepts/<id>.md``: the record, and the default language's article.

    What is wrong in a record costs only itself: the concept stays, under its id
    where it has no label. An empty file gives no concept.
    """
    front = parse_front_matter(text, path=path)
    if not front.values and not front.body.strip() and not front.diagnostics:
        place = Place(line=1, column=0)
        return None, (kinds.CONCEPT_EMPTY.at(place, path=path, concept=concept_id),)
    reader = RecordReader(front, languages.codes)
    values = reader.read_keys(CONCEPT_KEYS)
    left = _without_placeholders(values)
    if not values.get("labels"):
        if not left and (front.values or not front.diagnostics):
            key = ("labels",) if "labels" in front.values else ()
            reader.report(kinds.CONCEPT_LABEL_MISSING, key, concept=concept_id)
        values["labels"] = {languages.default: concept_id.replace("-", " ")}
    concept = Concept(
        id=concept_id,
        path=path,
        articles=_articles(front, path, languages),
        places=places(front),
        **values,
    )
    _check_forms(reader, concept)
    for code in left:
        reader.report(kinds.SCAFFOLD_LEFT, ("labels", code), what="this name is")
    for code, sentence in concept.definition.items():
        if sentence in placeholder_definitions():
            reader.report(kinds.SCAFFOLD_LEFT, ("definition", code), what="this definition is")
    slips = find_article_slips(front.body, front.body_line, path)
    return concept, (*front.diagnostics, *reader.findings, *slips)


def _without_placeholders(values: dict[str, Any]) -> list[str]:
    """Take out the names that nobody has written yet, and give their languages."""
    labels = values.get("labels") or {}
    left = [code for code, label in labels.items() if label in placeholder_names()]
    if left:
        values["labels"] = {code: label for code, label in labels.items() if code not in left}
    return left


def parse_article(text: str, *, path: str) -> tuple[Article, tuple[Diagnostic, ...]]:
    """Parse ``docs/concepts/<id>.<lang>.md``: an article, whose front matter has no say."""
    front = parse_front_matter(text, path=path)
    article = Article(path=path, markdown=front.body, first_line=front.body_line)
    found = (*front.diagnostics, *find_article_slips(front.body, front.body_line, path))
    if not front.values:
        return article, found
    place = Place(line=2, column=0, source=front.lines[1])
    return article, (*found, kinds.CONCEPT_ARTICLE_KEYS.at(place, path=path))


def _articles(front: FrontMatter, path: str, languages: Languages) -> Mapping[str, Article]:
    if not front.body.strip():
        return {}
    article = Article(path=path, markdown=front.body, first_line=front.body_line)
    return {languages.default: article}


def _by_language(
    take: Callable[[RecordReader, Path, object], object],
    example: str,
    schema: Schema,
    **more: int,
) -> ValueType:
    """Make the type of a mapping from language codes, each value as `take` and `schema` say."""

    def read(reader: RecordReader, key: Path, value: object) -> object:
        return reader.by_language(key, value, partial(take, reader), example)

    return ValueType(
        read,
        {
            "type": "object",
            "propertyNames": LANGUAGE_SCHEMA,
            "additionalProperties": schema,
            **more,
        },
    )


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
        if name not in SOURCE_PARTS:
            reader.unknown((*key, name), SOURCE_PARTS)
    given = {name: value[name] for name in SOURCE_PARTS if name in value}
    texts = {name: reader.text((*key, name), item) or "" for name, item in given.items()}
    url = texts.get("url", "")
    if not is_web_address(url):
        reader.report(
            kinds.CONCEPT_SOURCE_URL,
            (*key, "url") if "url" in value else key,
            key=key_path(key),
            problem=f"has no web address: '{url}'" if url else "has no address",
        )
        texts["url"] = ""
    texts["title"] = texts.get("title") or texts["url"]
    return Source(**texts) if texts["title"] else None


_TEXTS = ValueType(RecordReader.texts, TEXTS_SCHEMA)
_WORD_LISTS = _by_language(RecordReader.texts, "zh: [词], en: [word]", TEXTS_SCHEMA)

CONCEPT_KEYS = keys_by_name(
    Key(
        name="labels",
        type=_by_language(RecordReader.text, "zh: 标签, en: label", TEXT_SCHEMA, minProperties=1),
        takes={"en": "language to name", "zh": "语言到名称"},
        purpose={
            "en": "The preferred name; one that is missing is reported as `concept-label-missing`",
            "zh": "每种语言的首选名称；缺一种语言会报 `concept-label-missing`",
        },
    ),
    Key(
        name="aliases",
        type=_WORD_LISTS,
        takes={"en": "language to list", "zh": "语言到列表"},
        purpose={
            "en": "Other names: abbreviations, Traditional characters, variants",
            "zh": "别的说法：缩写、繁体、英文变体",
        },
    ),
    Key(
        name="definition",
        type=_by_language(RecordReader.text, "zh: 一句话。, en: One sentence.", TEXT_SCHEMA),
        takes={"en": "language to a sentence", "zh": "语言到一句话"},
        purpose={
            "en": "Hover cards, lists, page descriptions, structured data",
            "zh": "悬停卡片、列表、网页描述、结构化数据",
        },
    ),
    Key(
        name="topic",
        type=ValueType(RecordReader.number, {"type": "integer", "minimum": 0}),
        takes={"en": "a whole number from 0", "zh": "0 起的整数"},
        purpose={
            "en": "Makes it a topic; the number is its place in the navigation",
            "zh": "有它就是主题，数字是导航里的次序",
        },
    ),
    Key(
        name="broader",
        type=_TEXTS,
        takes={"en": "a list of concepts", "zh": "概念的列表"},
        purpose={
            "en": "What it falls under; votes for topics climb along it",
            "zh": "上位概念；陈述投票选主题时会沿着它往上走",
        },
    ),
    Key(
        name="related",
        type=_TEXTS,
        takes={"en": "a list of concepts", "zh": "概念的列表"},
        purpose={"en": "Its neighbours", "zh": "相关概念"},
    ),
    Key(
        name="preferred",
        type=_WORD_LISTS,
        takes={"en": "language to list", "zh": "语言到列表"},
        purpose={
            "en": "The labels and aliases that the site's own texts are to use; another form "
            "in a note or article is reported as `term-not-preferred`",
            "zh": "本站文字应当用的名称或别名；笔记和条目用了别的说法，会报 `term-not-preferred`",
        },
    ),
    Key(
        name="not_in",
        type=_WORD_LISTS,
        takes={"en": "language to list", "zh": "语言到列表"},
        purpose={
            "en": "Strings inside which a form does not mean this concept",
            "zh": "出现在这些字串里的说法不算提到本概念",
        },
    ),
    Key(
        name="context",
        type=_WORD_LISTS,
        takes={"en": "language to list", "zh": "语言到列表"},
        purpose={
            "en": "Where two concepts share a name, "
            "words that speak for this one when they stand in the same section",
            "zh": "两个概念同名时，同一节里出现这些词就认定是本概念",
        },
    ),
    Key(
        name="case_sensitive",
        type=ValueType(_forms, TEXTS_SCHEMA),
        takes={"en": "a list of forms", "zh": "说法的列表"},
        purpose={
            "en": "Forms that count only as they are written here",
            "zh": "这些说法必须与所写的大小写一致",
        },
    ),
    Key(
        name="sources",
        type=ValueType(
            _sources,
            {"type": "array", "items": object_schema(SOURCE_PARTS, required=["url"])},
        ),
        takes={
            "en": "a list of `{title, url, author, license}`",
            "zh": "`{title, url, author, license}` 的列表",
        },
        purpose={
            "en": "Where a reader can check; at least one",
            "zh": "读者可以核对的出处，至少一条",
        },
    ),
    FORMER_IDS,
)
"""Every key that a concept's record may have; each fills the field of `Concept` of its name."""


def _check_forms(reader: RecordReader, concept: Concept) -> None:
    """Report forms that stand twice, and forms that other keys name and the record lacks."""
    seen: dict[tuple[str, str], Path] = {}
    for key, language, form in _written_forms(concept):
        first = seen.setdefault((language, form), key)
        if first != key:
            reader.report(kinds.CONCEPT_FORM_REPEATED, key, form=form, key=key_path(first))
    forms = {form for _, form in concept.forms()}
    for n, form in enumerate(_listed(reader.front.values.get("case_sensitive"))):
        if form not in forms:
            hint = did_you_mean(form, forms)
            key = ("case_sensitive", n)
            reader.report(kinds.CONCEPT_CASE_UNKNOWN, key, hint=hint, form=form)
    for language, preferred in concept.preferred.items():
        own = {form for code, form in concept.forms() if code == language}
        for n, form in enumerate(preferred):
            if form not in own:
                reader.report(
                    kinds.CONCEPT_PREFERRED_UNKNOWN,
                    ("preferred", language, n),
                    hint=did_you_mean(form, own),
                    form=form,
                    language=language,
                )


def _written_forms(concept: Concept) -> Iterable[tuple[Path, str, str]]:
    for language, label in concept.labels.items():
        yield ("labels", language), language, label
    for language, aliases in concept.aliases.items():
        for n, alias in enumerate(aliases):
            yield ("aliases", language, n), language, alias


def _listed(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
