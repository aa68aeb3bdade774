"""Every kind of finding: its severity, message, remedy and explanation, declared once.

A rule reports a finding with `FindingKind.at`. The tables of the guide and
``notes-kb check --explain`` are made from these declarations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType

from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.domain.span import Place

_WHOLE_FILE = Place(line=0, column=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingKind:
    """One kind of finding.

    `message` and `hint` are templates of `str.format`; what stands in braces is
    given to `at` by name.
    """

    name: str
    """Stable, in kebab case: users write it in scripts."""
    severity: Severity
    message: str
    """What is wrong: one sentence without a full stop."""
    hint: str = ""
    """What to write instead."""
    explanation: Mapping[str, str]
    """What the kind means, by language (``en`` and ``zh``), for the guide and ``--explain``."""

    def at(
        self, place: Place | None = None, *, path: str = "", hint: str = "", **fields: object
    ) -> Diagnostic:
        """Make the finding on a place of a file; without a place, on the whole file.

        `hint` replaces the kind's own where it is not empty: ``did you mean 'moe'?``.

        Raises:
            KeyError: A field of the templates is missing.
        """
        place = place or _WHOLE_FILE
        return Diagnostic(
            kind=self.name,
            severity=self.severity,
            message=self.message.format_map(fields),
            path=path,
            line=place.line,
            column=place.column,
            end_column=place.end_column,
            source=place.source,
            hint=hint or self.hint.format_map(fields),
        )

    def variant(
        self, message: str, hint: str = "", severity: Severity | None = None
    ) -> FindingKind:
        """Give the same kind with the words, and maybe the severity, of another case of it."""
        return replace(self, message=message, hint=hint, severity=severity or self.severity)


_declared: dict[str, FindingKind] = {}


def _declare(
    name: str, severity: Severity, message: str, hint: str, *, en: str, zh: str
) -> FindingKind:
    kind = FindingKind(
        name=name,
        severity=severity,
        message=message,
        hint=hint,
        explanation=MappingProxyType({"en": en, "zh": zh}),
    )
    _declared[name] = kind
    return kind


ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

# Files

OUTSIDE_DOCS = _declare(
    "outside-docs",
    ERROR,
    "this is a link that leads out of the docs folder, so nothing of it is published",
    "copy what it leads to into the folder, or allow the path under 'outside_docs' in mkdocs.yml",
    en="A link in the file system leads out of the docs folder; nothing behind it is published",
    zh="文件系统里的链接指到了 `docs` 之外，链接后面的内容都不发布",
)
LINK_CIRCLE = _declare(
    "link-circle",
    ERROR,
    "this is a link that leads in a circle, so nothing of it is published",
    "remove it",
    en="A link in the file system leads to itself, or to a folder that it stands in",
    zh="文件系统里的链接绕成了圈：指向自己，或指向它所在的文件夹",
)
LINK_TO_NOTHING = _declare(
    "link-to-nothing",
    ERROR,
    "this is a link to a file that does not exist",
    "remove it, or put the file itself in its place",
    en="A link in the file system leads to a file that does not exist",
    zh="文件系统里的链接指向不存在的文件",
)
CONCEPT_IN_SUBFOLDER = _declare(
    "concept-in-subfolder",
    ERROR,
    "a file in a subfolder of {folder}/ is not read",
    "move it to {folder}/{name}",
    en="A concept's record stands in a subfolder, where it is not read",
    zh="概念的记录在子文件夹里，那里不读",
)
NOTE_ASTRAY = _declare(
    "note-astray",
    NOTE,
    "this looks like a note, but stands outside of {folder}/, so it is an ordinary page",
    "move it to {folder}/{name}",
    en="A file right in the docs folder looks like a note or a recap, and is not read as one",
    zh="直接放在 `docs` 里的文件像是笔记或回顾，没有当笔记读",
)
RECAP_ASTRAY = NOTE_ASTRAY.variant(
    "a text outside of {folder}/ is no note: readers can only download it",
    "if it is a recap, move it to {folder}/{name}, or run: notes-kb import",
)
LANGUAGE_UNKNOWN = _declare(
    "language-unknown",
    ERROR,
    "'{code}' is no language of this site",
    "rename the file to {name}, or add '{code}' under 'languages' in mkdocs.yml",
    en="A language code is none of the site's languages",
    zh="语言代码不是站点的语言",
)
LANGUAGE_SPELT = LANGUAGE_UNKNOWN.variant(
    "'{code}' is no language of this site, so the file is not read", "rename it to {name}"
)
LANGUAGE_IN_ID = _declare(
    "language-in-id",
    WARNING,
    "this is read as a text of its own, not as the one in '{meant}' of {other}",
    "rename the file to {name}",
    en="The name of a file ends in a language behind `_` or `-`; behind a dot it would count",
    zh="文件名末尾的语言写在 `_` 或 `-` 后面；写在点后面才算",
)
KEY_LANGUAGE_UNKNOWN = LANGUAGE_UNKNOWN.variant(
    "'{code}' in '{key}' is no language code", "write one of {codes}"
)
DUPLICATE_ID = _declare(
    "duplicate-id",
    ERROR,
    "{first} has the id '{id}' already",
    "rename one of the two files",
    en="Two files have one id and language; the first in path order stands",
    zh="两个文件的 id 和语言都相同，取路径在前的一个",
)
DUPLICATE_ARTICLE = DUPLICATE_ID.variant(
    "{first} holds the article in '{language}' already", "keep one of the two"
)
FILE_UNREADABLE = _declare(
    "file-unreadable",
    ERROR,
    "the file cannot be read: {reason}",
    "check its permissions",
    en="The file cannot be opened",
    zh="文件打不开",
)
FILE_TOO_LARGE = _declare(
    "file-too-large",
    ERROR,
    "the file has {bytes:,} bytes, more than the {most:,} of one note",
    "split it into several notes, one an event",
    en="The file is longer than a note may be",
    zh="文件超过一篇笔记的上限",
)
FILE_NOT_TEXT = _declare(
    "file-not-text",
    ERROR,
    "the file is no text: {reason}",
    "save the text itself as UTF-8; pictures belong beside the notes, not among them",
    en="The file is no text in any encoding that could be told",
    zh="文件不是任何能认出的编码的文本",
)
ENCODING_GUESSED = _declare(
    "encoding-guessed",
    WARNING,
    "the file is no UTF-8; it was read as {encoding}",
    "save it as UTF-8",
    en="The file is no UTF-8 and names no encoding; the likeliest was used",
    zh="文件不是 UTF-8，也没有注明编码，按最可能的读了",
)
ENCODING_TOLD = ENCODING_GUESSED.variant(ENCODING_GUESSED.message, ENCODING_GUESSED.hint, NOTE)
"""For bytes that leave hardly any doubt."""
ENCODING_MIXED = _declare(
    "encoding-mixed",
    NOTE,
    "the file mixes UTF-8 and {other}; {count} lines, from here on, were read as {shown}",
    "save it as UTF-8",
    en="Some lines of the file are in another encoding than the rest; each was read in its own",
    zh="文件里混着两种编码，逐行按各自的编码读了",
)
ENCODING_BROKEN = _declare(
    "encoding-broken",
    WARNING,
    "{count} bytes are no {encoding}; each shows as {shown}",
    "put the right characters in their place and save the file as UTF-8",
    en="Some bytes do not fit the file's encoding; each shows as U+FFFD",
    zh="有些字节不合文件的编码，显示为 U+FFFD",
)
ENCODING_BROKEN_LINE = ENCODING_BROKEN.variant(
    "this line is in none of the file's encodings; what could not be read shows as {shown}",
    "put the right characters in their place and save the file as UTF-8",
)
CONTROL_CHARACTERS = _declare(
    "control-characters",
    WARNING,
    "the {what} U+{code:04X} stands here and was taken out{others}",
    "delete it",
    en="A file holds characters that no text has; they were taken out",
    zh="文件里有不该出现的控制字符，已去掉",
)
CONFIG_UNREADABLE = _declare(
    "config-unreadable",
    ERROR,
    "the configuration cannot be read: {problem}",
    "correct the YAML here; until then neither the languages nor the docs folder are known",
    en="The site's `mkdocs.yml` cannot be read, so the default languages and folder were used",
    zh="站点的 `mkdocs.yml` 读不出来，所以用了默认的语言和文件夹",
)
THIRD_PARTY = _declare(
    "third-party",
    NOTE,
    "'{key}' has every reader's browser ask {host} for {what}",
    "{remedy}",
    en="A setting of the site makes pages ask another host for something",
    zh="站点的某项设置会让页面向别的主机请求内容",
)
CONFIG_MISSING = CONFIG_UNREADABLE.variant(
    "the configuration cannot be read: {problem}", "check the file's name and permissions"
)
CONFIG_IGNORE = CONFIG_UNREADABLE.variant(
    "'ignore' of the plugin notes_kb names '{name}', which is no kind of finding",
    "write a name that stands in brackets behind a finding",
)
CONFIG_LANGUAGES = CONFIG_UNREADABLE.variant(
    "'languages' of the plugin notes_kb {problem}",
    "write 'languages: {{zh: 简体中文, en: English}}'",
)
CONFIG_FOLDER = CONFIG_UNREADABLE.variant(
    "'{key}' of the plugin notes_kb {problem}",
    "write the name of a folder right below the docs folder, such as 'talks'",
)

# Front matter

FRONT_MATTER_SYNTAX = _declare(
    "front-matter-syntax",
    ERROR,
    "the YAML cannot be read: {problem}",
    "put quotes around a value that holds ': ' or begins with one of @ ` % & * ! | > [ {{",
    en="The front matter is no YAML, or uses a part that is not allowed",
    zh="开头的内容不是 YAML，或用了不允许的部分",
)
YAML_WIDE_COLON = FRONT_MATTER_SYNTAX.variant(
    "the key '{key}' ends in a full-width colon, which YAML does not know",
    "write '{key}: ', with a half-width colon and a blank",
)
YAML_TAB = FRONT_MATTER_SYNTAX.variant(
    "the line begins with a tab, which YAML does not allow", "indent it by two blanks"
)
YAML_SECOND_DOCUMENT = FRONT_MATTER_SYNTAX.variant(
    "a second YAML document begins here", "remove the line '---' within the front matter"
)
YAML_TAG = FRONT_MATTER_SYNTAX.variant(
    "the YAML tag '{tag}' is not allowed", "write the plain value"
)
YAML_KEY = FRONT_MATTER_SYNTAX.variant(
    "a key must be plain text", "put quotes around a value that begins with [, {{, * or &"
)
YAML_ALIAS = FRONT_MATTER_SYNTAX.variant(
    "the alias '*{anchor}' names no anchor", "put quotes around a value that begins with *"
)
YAML_NO_KEYS = FRONT_MATTER_SYNTAX.variant(
    "this is no list of keys",
    "write 'key: value', one a line; for a horizontal rule, put an empty line above it",
)
FRONT_MATTER_BOUNDS = _declare(
    "front-matter-bounds",
    ERROR,
    "the YAML is too long",
    "keep it under {most} KB",
    en="The front matter is too long, too deep or holds too many values",
    zh="开头的 YAML 太长、太深或值太多",
)
YAML_TOO_DEEP = FRONT_MATTER_BOUNDS.variant(
    "the YAML nests too deeply", "keep it within {most} levels"
)
YAML_TOO_MANY = FRONT_MATTER_BOUNDS.variant(
    "the YAML holds too many values", "keep it within {most:,} values, aliases expanded"
)
FRONT_MATTER_DUPLICATE_KEY = _declare(
    "front-matter-duplicate-key",
    ERROR,
    "the key '{key}' stands here a second time",
    "remove one of the two; the first counts",
    en="A key stands twice in the front matter; the first counts",
    zh="开头的 YAML 里一个键写了两遍，取第一个",
)
FRONT_MATTER_TYPE = _declare(
    "front-matter-type",
    ERROR,
    "the key '{key}' {problem}",
    "{remedy}",
    en="A key of the front matter holds another kind of value than it takes",
    zh="某个键的值不是它该有的种类",
)
FRONT_MATTER_UNCLOSED = _declare(
    "front-matter-unclosed",
    ERROR,
    "the front matter that begins here has no end",
    "end it with a line that is '---'",
    en="The front matter has no closing line",
    zh="开头的 YAML 没有结束行",
)
FRONT_MATTER_UNKNOWN_KEY = _declare(
    "front-matter-unknown-key",
    WARNING,
    "the key '{key}' is not known and was ignored",
    "remove it; the known keys are {known}",
    en="A key of the front matter is not documented and was ignored",
    zh="某个键没有文档，已忽略",
)
FRONT_MATTER_FOREIGN_KEY = _declare(
    "front-matter-foreign-key",
    NOTE,
    "the key '{key}' is another tool's and {outcome}",
    "{remedy}",
    en="A key of the front matter is one of another tool: it fills a gap, or says nothing here",
    zh="某个键是别的工具写的：用来补空缺，或在这里没有用处",
)

# Notes

NOTE_TOO_COMPLEX = _declare(
    "note-too-complex",
    ERROR,
    "{problem}",
    "split the note into several",
    en="The note has more headings or deeper nesting than a note may have",
    zh="笔记的标题太多或嵌套太深",
)
ANCHOR_INVALID = _declare(
    "anchor-invalid",
    WARNING,
    "the anchor '{anchor}' is no lower-case ASCII slug",
    "write '{{#{better}}}'",
    en="An explicit anchor is no lower-case ASCII slug, or begins with `__`",
    zh="锚点不是小写 ASCII 的短名，或以 `__` 开头",
)
DUPLICATE_ANCHOR = _declare(
    "duplicate-anchor",
    WARNING,
    "another section has the anchor '{anchor}'; this one became '{given}'",
    "give it an anchor of its own: '{{#{given}}}' behind the heading",
    en="Two sections of a note have one anchor; the second got a number",
    zh="一篇笔记里两节的锚点相同，后一节加了编号",
)
STRAY_TEXT = _declare(
    "stray-text",
    WARNING,
    "'{text}' stands alone on its line",
    "delete the line if it was left behind by accident, or complete it",
    en="A scrap of one or two letters stands alone on its line",
    zh="一行上孤零零一两个字母",
)
FIGURE_MISSING = _declare(
    "figure-missing",
    NOTE,
    "{figures} missing, the first of them here",
    "put the picture into docs/ and write its path in place of 'missing'",
    en="The source of a note lost figures; a slot stands for each",
    zh="笔记的来源丢了图，每张留了空位",
)
FIGURE_MISSING_IN_PASTE = FIGURE_MISSING.variant(
    "{figures} missing, the first of them here",
    "make a Markdown note of it with 'notes-kb import', and put the picture in place of the slot",
)
TOPIC_TIED = _declare(
    "topic-tied",
    NOTE,
    "this belongs equally to {topics}",
    "end it with {{topic={first}}}",
    en="A point's concepts vote for several topics equally, so it has none",
    zh="一条陈述的概念对几个主题投了同样多的票，所以它没有主题",
)
TOPIC_UNKNOWN = _declare(
    "topic-unknown",
    ERROR,
    "unknown topic '{name}'",
    "write one of {topics}",
    en="A `topic=` names no topic",
    zh="`topic=` 写的不是主题",
)
TOPIC_NO_TOPIC = TOPIC_UNKNOWN.variant(
    "'{name}' is a concept but no topic",
    "write one of {topics}, or give its record 'topic: <number>'",
)

# Verdicts

VERDICT_UNKNOWN = _declare(
    "verdict-unknown",
    ERROR,
    "unknown verdict '{name}'",
    "write one of {known}",
    en="A `verdict=` is none of the words that say what an editor holds of a statement",
    zh="`verdict=` 写的不是编者判断用的那几个词",
)
VERDICT_ALONE = _declare(
    "verdict-alone",
    WARNING,
    "this verdict judges no statement",
    "put the editor's note below the statement that it speaks of",
    en="An editor's note with a verdict has no statement above it in its section",
    zh="带判断的编者注，在本节里上面没有可以判断的陈述",
)
VERDICT_DIFFERS = _declare(
    "verdict-differs",
    WARNING,
    "the verdict is '{verdict}', and '{theirs}' in {original}",
    "write the same verdict in both",
    en="A statement and its translation are judged differently",
    zh="同一条陈述，原文与译文的判断不同",
)

STATEMENT_UNKNOWN = _declare(
    "statement-unknown",
    ERROR,
    "there is no statement '{name}'",
    "write <note>#<anchor>, the end of the address that a statement's number leads to",
    en="A page says that it measures a statement which no note has",
    zh="页面写着测量某条陈述，但没有哪篇笔记有这条",
)

# Routes

ROUTE_PAGE_UNKNOWN = _declare(
    "route-page-unknown",
    ERROR,
    "the route '{route}' leads to '{page}', which is no page",
    "write the page's file as 'nav' does: notes/<id>.md, concepts/<id>.md, topics/<id>.md",
    en="A route in `routes.yml` names a page that the site does not have",
    zh="`routes.yml` 里的路线写了站里没有的页面",
)
ROUTE_PREREQUISITE_UNKNOWN = _declare(
    "route-prerequisite-unknown",
    ERROR,
    "the route '{route}' asks for '{name}', which is no route and no concept",
    "write the id of a route or a concept",
    en="A route's `prerequisites` name neither a route nor a concept",
    zh="路线的 `prerequisites` 既不是路线，也不是概念",
)

# Concepts

CONCEPT_EMPTY = _declare(
    "concept-empty",
    ERROR,
    "the record of '{concept}' is empty",
    "begin it with a front matter that holds 'labels: {{zh: …, en: …}}'",
    en="The file of a concept is empty",
    zh="概念的文件是空的",
)
ARTICLE_WITHOUT_CONCEPT = _declare(
    "article-without-concept",
    ERROR,
    "no concept '{concept}' has a record for this article",
    "add {folder}/{concept}.md with its labels",
    en="An article of a concept has no record beside it",
    zh="概念的条目旁边没有记录",
)
CONCEPT_ARTICLE_KEYS = _declare(
    "concept-article-keys",
    WARNING,
    "the front matter of a translated article was ignored",
    "move its keys to the record, the file without a language in its name",
    en="A translated article has front matter, which only a record has",
    zh="只有概念的记录可以有开头的 YAML，译出的条目不能有",
)
CONCEPT_LABEL_MISSING = _declare(
    "concept-label-missing",
    ERROR,
    "the concept '{concept}' has no label",
    "add 'labels: {{zh: …, en: …}}'",
    en="A concept has no label at all, or none in a language of the site",
    zh="概念没有名称，或缺少站点某种语言的名称",
)
CONCEPT_LABEL_UNTRANSLATED = CONCEPT_LABEL_MISSING.variant(
    "'{concept}' has no label in '{language}'", "add '{language}: …' to 'labels'", WARNING
)
CONCEPT_DEFINITION_MISSING = _declare(
    "concept-definition-missing",
    WARNING,
    "'{concept}' has no definition in '{language}'",
    "add '{language}: …' to 'definition'",
    en="A concept has no definition in a language of the site",
    zh="概念缺少站点某种语言的定义",
)
CONCEPT_FORM_REPEATED = _declare(
    "concept-form-repeated",
    WARNING,
    "the alias '{form}' is already in '{key}'",
    "remove it",
    en="A label or alias stands twice in one language of a record",
    zh="同一种语言里，名称或别名写了两遍",
)
CONCEPT_CASE_UNKNOWN = _declare(
    "concept-case-unknown",
    WARNING,
    "'case_sensitive' names '{form}', which is no label or alias",
    "add it to the aliases, or remove it here",
    en="A form in `case_sensitive` is no label or alias of the concept",
    zh="`case_sensitive` 里的说法不是这个概念的名称或别名",
)
CONCEPT_PREFERRED_UNKNOWN = _declare(
    "concept-preferred-unknown",
    WARNING,
    "'preferred' names '{form}', which is no label or alias in '{language}'",
    "add it to the aliases, or remove it here",
    en="A form in `preferred` is no label or alias of the concept in that language",
    zh="`preferred` 里的说法不是这个概念在该语言里的名称或别名",
)
CONCEPT_SOURCE_URL = _declare(
    "concept-source-url",
    WARNING,
    "the source '{key}' {problem}",
    "add 'url: https://…', where the reader can check it",
    en="A source has no web address where a reader can check it",
    zh="出处没有可供读者核对的网址",
)
CONCEPT_UNSOURCED = _declare(
    "concept-unsourced",
    NOTE,
    "'{concept}' names no source",
    "add 'sources: [{{title: …, url: https://…}}]'",
    en="A concept names no source",
    zh="概念没有出处",
)
CONCEPT_LABEL_LONG = _declare(
    "concept-label-long",
    NOTE,
    "the label of '{concept}' in '{language}' has {count} characters",
    "shorten it, and let the definition say the rest; maps show its beginning only",
    en="A label is longer than a name should be; maps show its beginning only",
    zh="名称太长，地图上只显示开头",
)
CONCEPT_ORPHAN = _declare(
    "concept-orphan",
    NOTE,
    "no note mentions '{concept}', and no other concept is related to it",
    "add the name that the notes use to its aliases, or name its neighbours under 'related'",
    en="No note mentions a concept, and no relation ties it to another one",
    zh="没有笔记提到这个概念，也没有别的概念与它有联系",
)
CONCEPT_CYCLE = _declare(
    "concept-cycle",
    ERROR,
    "'broader' runs in a circle: {cycle}",
    "remove '{following}' here, or one of the other entries that close the circle",
    en="Along `broader`, a concept comes out above itself",
    zh="沿着 `broader` 走，概念成了自己的上位",
)
CONCEPT_SELF = _declare(
    "concept-self",
    WARNING,
    "'{key}[{number}]' names the concept itself",
    "remove it",
    en="A concept names itself as broader or related",
    zh="概念把自己列为上位或相关",
)
CONCEPT_FORM_SHARED = _declare(
    "concept-form-shared",
    WARNING,
    "'{form}' also names {others}",
    "give the records 'context' words that tell them apart, or drop it from one",
    en="Two concepts claim one form and have no context words",
    zh="两个概念用同一个说法，又都没有 `context`",
)
FORMER_ID_TAKEN = _declare(
    "former-id-taken",
    WARNING,
    "'{id}' is the id, or a former id, of {other} too, so its address does not lead here",
    "remove it from 'former_ids'",
    en="A former id of a note or concept is now another one's, which keeps the address",
    zh="笔记或概念从前的 id 现在归别的用了，网址也归它",
)
TOPIC_PLACE_SHARED = _declare(
    "topic-place-shared",
    WARNING,
    "'{other}' is topic {number} already",
    "write 'topic: {free}'",
    en="Two topics have the same number, so their order is by id",
    zh="两个主题编号相同，只好按 id 排",
)

# Names of concepts, in notes, articles, records and pages

CONCEPT_UNKNOWN = _declare(
    "concept-unknown",
    ERROR,
    "unknown concept '{name}'",
    "add concepts/{file}, or write the words without brackets",
    en="A name in `[[…]]`, `topic=`, `no_links`, `broader` or `related` is no concept's",
    zh="`[[…]]`、`topic=`、`no_links`、`broader` 或 `related` 里的名字不是任何概念",
)
NO_LINKS_UNKNOWN = CONCEPT_UNKNOWN.variant(
    "'no_links' names '{name}', which is no concept", "remove it", WARNING
)
RELATION_UNKNOWN = CONCEPT_UNKNOWN.variant(
    "'{key}[{number}]' names '{name}', which is no concept's id",
    "add concepts/{name}.md, or remove it",
)
PAGE_CONCEPT_UNKNOWN = CONCEPT_UNKNOWN.variant(
    "'concepts' names '{name}', which is no concept", "write the id of a concept"
)
CONCEPT_SLIP = _declare(
    "concept-slip",
    NOTE,
    "'[[{name}]]' names no concept and stays as it is written",
    "did you mean '{meant}'?",
    en="On an ordinary page, a name in `[[…]]` is one slip of the pen away from a concept's",
    zh="普通页面上，`[[…]]` 里的名字和某个概念的名字只差一笔",
)
CONCEPT_AMBIGUOUS = _declare(
    "concept-ambiguous",
    WARNING,
    "'{form}' may mean {candidates} and is not linked",
    "write [[{first}|{form}]], or give the records 'context' words",
    en="A form belongs to several concepts and nothing near it decides",
    zh="一个说法属于几个概念，附近没有能定夺的词",
)
TERM_NOT_PREFERRED = _declare(
    "term-not-preferred",
    WARNING,
    "'{form}' is not the word that this site prefers for '{concept}'",
    "write {preferred}",
    en="A text uses another form of a concept than those in its `preferred`",
    zh="正文用了概念的另一种说法，不在它的 `preferred` 里",
)

# Translations

TRANSLATION_STALE = _declare(
    "translation-stale",
    WARNING,
    "section '{section}' was translated from an older state of {original}",
    "bring it up to date, then write from={current} on its heading",
    en="A section was translated from an older state of the original",
    zh="这一节译自原文较早的版本",
)
TRANSLATION_COPIED = _declare(
    "translation-copied",
    WARNING,
    "section '{section}' is still the text of {original}",
    "translate it; if it is to be the same in both, run: notes-kb stamp --same {id}",
    en="A section of a translation without a stamp is still the original's text, word by word",
    zh="译文的一节没有指纹，内容还是原文，一字未动",
)
TRANSLATION_TITLE_COPIED = TRANSLATION_COPIED.variant(
    "the title is still that of {original}", "translate it"
)
TRANSLATION_OPENING_COPIED = TRANSLATION_COPIED.variant(
    "what stands before the first heading is still the text of {original}", "translate it"
)
TRANSLATION_MISSING_SECTION = _declare(
    "translation-missing-section",
    NOTE,
    "section '{section}' of {original} is not translated",
    "add a heading with {{#{section}}}; until then the original stands in its place",
    en="A section of the original is not translated; the original stands for it",
    zh="原文的一节没有译，由原文顶替",
)
TRANSLATION_ORDER = _declare(
    "translation-order",
    NOTE,
    "section '{section}' is in another place than in {original}",
    "put the sections in the original's order; readers of both side by side see that order",
    en="The sections of a translation stand in another order than the original's",
    zh="译文各节的顺序与原文不同",
)
TRANSLATION_EXTRA_SECTION = _declare(
    "translation-extra-section",
    WARNING,
    "section '{section}' has no counterpart in {original}",
    "give both headings the same anchor, for example {{#{section}}}",
    en="A translation has a section that its original lacks",
    zh="译文有一节是原文没有的",
)

# Pages and files of the built site

HTML_REMOVED = _declare(
    "html-removed",
    WARNING,
    "HTML that pages may not hold was taken out: {removed}",
    "write it in Markdown",
    en="HTML that could harm a reader was taken out of a page",
    zh="可能伤害读者的 HTML 已从页面上去掉",
)
HTML_UNREADABLE = _declare(
    "html-unreadable",
    WARNING,
    "raw HTML that cannot be read is shown as text: {html}",
    "write < as &lt; where it opens no tag",
    en="Raw HTML that no parser can read is shown as text",
    zh="没有解析器能读的原始 HTML，当作文字显示",
)
FORMULA_UNREAD = _declare(
    "formula-unread",
    WARNING,
    "a formula cannot be drawn, so its source is shown: {problem}",
    "write it in the LaTeX that math-core reads; a macro must be defined in the formula itself",
    en="A formula cannot be turned into MathML; its source is shown instead",
    zh="公式无法转成 MathML，页面上显示它的源码",
)
LINK_BROKEN = _declare(
    "link-broken",
    WARNING,
    "'{target}' leads to no page or file",
    "write the name of a file that exists, relative to this one",
    en="A link or picture of a note or article leads to no page or file",
    zh="笔记或条目里的链接或图片指向不存在的页面或文件",
)
NOTE_EMPTY = _declare(
    "note-empty",
    WARNING,
    "the note has no text",
    "write some, or remove the file",
    en="A note has neither headings nor text",
    zh="笔记既没有标题也没有正文",
)
NOTE_UNDATED = _declare(
    "note-undated",
    NOTE,
    "the note has no date",
    "add 'date: YYYY-MM-DD', the day of the event; without one it stands last in lists",
    en="A note has no date, so it stands last in lists",
    zh="笔记没有日期，在列表里排在最后",
)
NOTE_DRAFT = _declare(
    "note-draft",
    NOTE,
    "the note is a draft: only 'mkdocs serve' shows it, and nothing else is said of it",
    "remove the key 'draft' to publish it",
    en="A note is marked as a draft, so no build has it",
    zh="笔记标为草稿，构建时不包含它",
)
SCAFFOLD_LEFT = _declare(
    "scaffold-left",
    WARNING,
    "{what} still what 'notes-kb new' wrote here to be replaced",
    "write your own text, or remove it",
    en="A text still holds sentences with which `notes-kb new` begins it",
    zh="文中还留着 `notes-kb new` 写下、等人改写的句子",
)
ATTRIBUTES_UNREAD = _declare(
    "attributes-unread",
    WARNING,
    "'{found}' is shown as text",
    "write an anchor as {{#name}}: lower-case letters, digits and hyphens, no blank behind '#'",
    en="What stands in braces at the end of a line is meant as an anchor or class, and is none",
    zh="行末花括号里的内容本想写成锚点或类，写法却不对，会当作文字显示",
)
LINK_UNREAD = _declare(
    "link-unread",
    WARNING,
    "this is shown as text: a link has no blank and no full-width parenthesis",
    "write '{better}'",
    en="A link is written with a blank before its address, or with full-width parentheses",
    zh="链接的地址前多了空格，或用了全角括号，会当作文字显示",
)
LINK_BAR = _declare(
    "link-bar",
    WARNING,
    "the bar of this link ends the table's cell",
    "write '{better}'",
    en="A bar of `[[name|words]]` in a table has no backslash before it, and ends the cell",
    zh="表格里 `[[名称|文字]]` 的竖线前没有反斜杠，单元格在这里断开",
)
SYNTAX_UNREAD = _declare(
    "syntax-unread",
    WARNING,
    "'{found}' stays as it is written: notes have no {what}",
    "{instead}",
    en='Tabs (`=== "One"`) and Mermaid in a note, which pages of notes do not show: '
    "[What notes may hold](constructs.en.md)",
    zh='笔记里写了选项卡（`=== "甲"`）或 Mermaid，笔记的页面不显示它们：'
    "[笔记里能写什么](constructs.md)",
)
NOTE_EMBEDDED = SYNTAX_UNREAD.variant(
    "'{found}' becomes a link: the text of a note is not shown in another one",
    "leave it, or write what readers need here in a sentence of your own",
    NOTE,
)
SNIPPET_UNREAD = _declare(
    "snippet-unread",
    WARNING,
    "'{found}' stays as it is written: notes include no files",
    "write the text itself; the site's owner may allow 'pymdownx.snippets' in 'note_extensions'",
    en="A note or article includes a file (`--8<--`), which the site does not allow: "
    "[What notes may hold](constructs.en.md)",
    zh="笔记或条目引入别的文件（`--8<--`），站点没有允许：[笔记里能写什么](constructs.md)",
)
BRACES_WIDE = ATTRIBUTES_UNREAD.variant(
    "'{found}' is shown as text: its braces or its '#' are full-width", "write '{better}'"
)
FENCE_UNCLOSED = _declare(
    "fence-unclosed",
    WARNING,
    "nothing closes the code that begins here, so it is read as text",
    "write the same fence below the code",
    en="A fence of code has no end",
    zh="代码围栏没有结尾",
)
FOOTNOTE_UNKNOWN = _declare(
    "footnote-unknown",
    WARNING,
    "there is no footnote '{name}'",
    "write it on a line of its own: [^{name}]: …",
    en="A reference names a footnote that the note does not have",
    zh="引用的脚注在笔记里不存在",
)
PICTURE_WITHOUT_ALT = _declare(
    "picture-without-alt",
    NOTE,
    "the picture has no words for those who cannot see it",
    "write between the brackets what it shows",
    en="A picture of a note has no alternative text",
    zh="笔记里的图片没有替代文字",
)
PUNCTUATION_NARROW = _declare(
    "punctuation-narrow",
    NOTE,
    "a half-width mark stands between full-width characters, {count}",
    "write the full-width mark",
    en="Half-width punctuation stands between Chinese characters; the first place is shown",
    zh="汉字之间用了半角标点，这里标出第一处",
)
SPACING_MIXED = _declare(
    "spacing-mixed",
    NOTE,
    "between Chinese and Latin letters there is a blank {spaced} times, and none {joined} times",
    "choose one; this is the first place of the rarer way",
    en="A note has a blank between Chinese and Latin letters in some places and none in others",
    zh="同一篇笔记里，中西文之间有的地方有空格，有的地方没有",
)
TRANSLATION_MISSING = _declare(
    "translation-missing",
    NOTE,
    "the note is not written in '{language}', so its pages show the original",
    "translate it as {file}",
    en="A note has no version in a language into which other notes are translated",
    zh="别的笔记译成了某种语言，这篇没有",
)
LINK_ANCHOR = _declare(
    "link-anchor",
    WARNING,
    "'{target}': the page has no place with the anchor '{told}'",
    "write the anchor of a heading or statement of that page",
    en="A link of a note or article names an anchor that its page does not have",
    zh="笔记或条目里的链接指向的页面没有这个锚点",
)
PICTURE_LARGE = _declare(
    "picture-large",
    NOTE,
    "'{target}' has {told}, for which readers on the move wait",
    "make it smaller: 2,000 pixels of width are enough",
    en="A picture of a note or article has more than 2 MB",
    zh="笔记或条目的图片超过 2 MB",
)
SVG_SCRIPT = _declare(
    "svg-script",
    WARNING,
    "the drawing is not published, since it could run or load something: {harm}",
    "export it as plain SVG, or as PNG",
    en="A contributed drawing holds a script, or loads files of other hosts, and is not published",
    zh="投来的图里有脚本，或者要从别处取文件，没有发布",
)
FILE_NOT_PUBLISHED = _declare(
    "file-not-published",
    WARNING,
    "'{suffix}' is no kind of file that is published from {folder}/: a browser might run it",
    "put it into another folder of the docs folder, or pack it as .zip",
    en="A file beside notes or concepts could run in a browser and is not published",
    zh="笔记或概念旁边的文件可能会在浏览器里运行，没有发布",
)
SEARCH_SELF_TEST = _declare(
    "search-self-test",
    WARNING,
    "the query {query!r} does not find {page} among its first {within} results",
    "build the site again; if it stays, the index or a script was changed after the build, "
    "or docs/search.yml asks for a page that does not hold the query",
    en="The written search index does not answer a query that it must answer",
    zh="写出的搜索索引答不上它必须答上的查询",
)
SEARCH_FAILS = SEARCH_SELF_TEST.variant("the query {query!r} fails: {error}")
SEARCH_UNTESTED = _declare(
    "search-untested",
    WARNING,
    "the search was not tested: {reason}",
    "",
    en="The written search index was not tested, because Node is not installed",
    zh="没有 Node，写出的搜索索引无法自测",
)
SEARCH_WITHOUT_NODE = SEARCH_UNTESTED.variant(SEARCH_UNTESTED.message, severity=NOTE)

BOILERPLATE_KEPT = _declare(
    "boilerplate-kept",
    NOTE,
    "this looks like what the rule '{rule}' drops, but too little stands beside it, so it was kept",
    "delete it if it is no part of the text",
    en="A line near the edge of a note looks like a platform's, but was kept for lack of evidence",
    zh="笔记开头或结尾附近的某一行像是平台加的，但旁证不够，没有丢掉",
)
CONCEPT_SIMILAR = _declare(
    "concept-similar",
    NOTE,
    "{what} is nearly that of '{other}'",
    "if the two are one concept, make one an alias of the other; else say in both how they differ",
    en="Two concepts have names that differ by one letter, or the same definition",
    zh="两个概念的名称只差一个字母，或定义相同",
)

IGNORABLE = frozenset(_declared) - {CONFIG_UNREADABLE.name}
"""Kinds that a site may silence with ``ignore``."""


def unheard(ignore: Iterable[str], note_extensions: Iterable[str]) -> frozenset[str]:
    """Give the kinds that a site does not want to hear of: those it names, and what it allows."""
    allows = "pymdownx.snippets" in note_extensions
    return frozenset(ignore) | (frozenset({SNIPPET_UNREAD.name}) if allows else frozenset())


def wrong_kind(name: object) -> str:
    """Say in a few words what to write for a name that is no kind a site may silence."""
    close = get_close_matches(str(name)[:80].casefold(), sorted(IGNORABLE), n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else ""


KINDS: Mapping[str, FindingKind] = MappingProxyType(dict(sorted(_declared.items())))
"""Every kind by name, in alphabetical order."""
