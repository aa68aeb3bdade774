"""The theme's templates: compiled once for many builds, its navigation written once for many pages.

Material writes the whole navigation into every page, which takes more than half of a page's
template and grows with the square of the site. All but the entries above the current page are
the same on all pages of a folder: `NavigationItems` keeps their HTML. What may be kept is read
from the theme's own template; where that is not known to allow it, everything is written anew.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Section
from mkdocs.structure.pages import Page

from notes_kb.build.keys import digest
from notes_kb.build.store import Store

STEP = "template"
"""The step of the store that holds compiled templates."""

MAX_CHARACTERS = 24 << 20
"""Characters of HTML that are kept; the pages of a folder follow one another, so that what is
forgotten beyond that has been used."""

_NAV_ITEM = "partials/nav-item.html"
_MACRO = re.compile(r"\{%-?\s*macro render\(nav_item, path, level, parent\)\s*-?%\}")
_FRESH, _WRITTEN = "notes_kb_fresh_item", "notes_kb_nav_item"
_WRAPPER = (
    "{% macro render(nav_item, path, level, parent) %}"
    f"{{{{ {_WRITTEN}({_FRESH}, nav_item, path, level, parent) }}}}"
    "{% endmacro %}"
)
_SAME_ON_ALL_PAGES = frozenset({"config", "features", "page"})
"""Variables that the template of an entry may read; `page` only as `_is_about_page` allows."""


class CompiledTemplates(jinja2.BytecodeCache):
    """Keeps compiled templates in the store, whose version names Jinja, Python and the theme."""

    def __init__(self, store: Store, environment: jinja2.Environment) -> None:
        self._store = store
        extensions = set(environment.extensions)
        self._keeps_items = _KeptItems.identifier in extensions
        self._settings = digest(
            tuple(sorted(extensions - {_KeptItems.identifier})),
            tuple(sorted(environment.filters)),
            bool(environment.autoescape),
            (environment.trim_blocks, environment.lstrip_blocks),
            environment.undefined.__qualname__,
        )

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Tell the template apart that `_KeptItems` changes."""
        changed = "!" if self._keeps_items and name == _NAV_ITEM else ""
        return super().get_cache_key(name, filename) + changed

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that was compiled before."""
        data = self._store.get(STEP, self._key(bucket))
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled now."""
        self._store.put(STEP, self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> bytes:
        return digest(self._settings, bucket.key, bucket.checksum)


def theme_environment(
    environment: jinja2.Environment, store: Store, navigations: Iterable[Iterable[StructureItem]]
) -> jinja2.Environment:
    """Give an environment for many pages; what it renders is what `environment` renders."""
    # The files of templates are the same for all pages of a build, so none is asked for again.
    own = environment.overlay(extensions=[_KeptItems], auto_reload=False)
    own.globals = {**environment.globals, _WRITTEN: NavigationItems(navigations).written}
    own.bytecode_cache = CompiledTemplates(store, own)
    return own


def compile_theme(environment: jinja2.Environment, *names: str) -> Iterator[str]:
    """Compile templates and those that they name, or load them; yield the name of each."""
    waiting, known = list(names), set[str]()
    while waiting:
        name = waiting.pop()
        known.add(name)
        assert environment.loader is not None
        try:
            environment.get_template(name)
            source = environment.loader.get_source(environment, name)[0]
        except jinja2.TemplateNotFound:
            continue
        referenced = _REFERENCED.findall(source)
        waiting += sorted(set(referenced) - known - set(waiting))
        yield name


_REFERENCED = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"'{}]+)["']""")


class _KeptItems(Extension):
    """Lets the theme's macro of an entry ask for what was written before."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        if name != _NAV_ITEM or not may_keep_items(source, self.environment):
            return source
        return _MACRO.sub(lambda found: found[0].replace("render", _FRESH, 1), source) + _WRAPPER


def may_keep_items(source: str, environment: jinja2.Environment) -> bool:
    """Tell whether an entry's HTML depends on the page only by its folder, and by where it stands.

    That is so where the template of entries reads nothing of the page, but in a branch for the
    entry that is the page.
    """
    if len(_MACRO.findall(source)) != 1:
        return False
    try:
        tree = environment.parse(source)
        read = find_undeclared_variables(tree)
    except jinja2.TemplateSyntaxError:
        return False
    # Jinja counts what is set in one branch only as read from outside of the template too.
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    return read - own <= _SAME_ON_ALL_PAGES and not any(_depends_on_page(tree))


def _depends_on_page(node: nodes.Node) -> Iterator[bool]:
    """Yield True for each use of the page, or of a further template, that may tell pages apart."""
    if isinstance(node, nodes.If) and _is_about_page(node.test):
        children: Iterable[nodes.Node] = [*node.elif_, *node.else_]
    elif isinstance(node, nodes.Name):
        yield node.name == "page"
        return
    elif isinstance(node, nodes.Compare) and _is_about_page(node):
        children = [c for c in _operands(node) if not _is_page(c)]
    else:
        if isinstance(node, nodes.Include | nodes.Import | nodes.FromImport | nodes.Extends):
            yield not _is_icon(node.template)
        children = node.iter_child_nodes()
    for child in children:
        yield from _depends_on_page(child)


def _is_about_page(test: nodes.Node) -> bool:
    """Whether a test can only hold for the page itself: ``x == page``, ``page in x``."""
    if not isinstance(test, nodes.Compare) or len(test.ops) != 1:
        return False
    (operand,) = test.ops
    named = _is_page(test.expr) or (operand.op == "eq" and _is_page(operand.expr))
    return named and operand.op in {"eq", "in"}


def _operands(test: nodes.Compare) -> list[nodes.Node]:
    return [test.expr, *(operand.expr for operand in test.ops)]


def _is_page(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "page"


def _is_icon(template: nodes.Node) -> bool:
    """Whether a template's name begins with the folder of icons, which are drawings."""
    while isinstance(template, nodes.Concat):
        template = template.nodes[0]
    return isinstance(template, nodes.Const) and str(template.value).startswith(".icons/")


class _Subtree(NamedTuple):
    """What decides whether the HTML of an entry can be kept."""

    pages: frozenset[int]
    """The identities of the pages in it."""
    folders: frozenset[str]
    """The folders of the site above its pages, and their own."""
    plain: bool
    """Whether it holds no list of pages, as those of Material's blog do."""


class _Place(NamedTuple):
    """A page, as far as links to other pages depend on it."""

    page: Page
    folder: str
    parent: str


@dataclass(slots=True)
class NavigationItems:
    """The HTML of entries of the navigation, by entry and folder of the page."""

    navigations: Iterable[Iterable[StructureItem]]
    """Entries that live as long as this does."""
    _subtrees: dict[int, _Subtree] = field(default_factory=dict)
    _kept: dict[tuple[object, ...], str] = field(default_factory=dict)
    _characters: int = 0
    _place: _Place | None = None
    _writing: bool = False
    """Whether an entry is being written to be kept, with all that is in it."""

    def __post_init__(self) -> None:
        """Look through the entries once."""
        self.navigations = [list(items) for items in self.navigations]  # None of them may go.
        for items in self.navigations:
            for item in items:
                self._look_through(item)

    def _look_through(self, item: StructureItem) -> _Subtree:
        known = self._subtrees.get(id(item))
        if known is None:
            children = item.children if isinstance(item, Section) else ()
            known = _subtree(item, [self._look_through(child) for child in children])
            self._subtrees[id(item)] = known
        return known

    @jinja2.pass_context
    def written(
        self, context: Context, fresh: Any, item: Any, path: str, level: int, parent: Any
    ) -> str:
        """Give the HTML of an entry: as it was written on a page of the same folder, or anew."""
        page = context.get("page")
        subtree = self._subtrees.get(id(item))
        if self._writing or subtree is None or not isinstance(page, Page):
            return str(fresh(item, path, level, parent))
        if id(page) in subtree.pages or not subtree.plain:
            return str(fresh(item, path, level, parent))
        place = self._place
        if place is None or place.page is not page:
            place = self._place = _place_of(page)
        # Seen from any page below one folder, links lead the same way, but for links to what
        # is below the page itself.
        seen_from = (place.folder,) if place.folder in subtree.folders else (place.parent, "/")
        active = (bool(item.active), bool(parent and parent.active))
        key = (id(item), path, level, active, seen_from)
        html = self._kept.get(key)
        if html is None:
            self._writing = True
            try:
                html = str(fresh(item, path, level, parent))
            finally:
                self._writing = False
            self._keep(key, html)
        return html

    def _keep(self, key: tuple[object, ...], html: str) -> None:
        if self._characters > MAX_CHARACTERS:
            self._kept.clear()
            self._characters = 0
        self._kept[key] = html
        self._characters += len(html)


def _subtree(item: StructureItem, children: list[_Subtree]) -> _Subtree:
    """Join what the children hold, and add the entry's own page or link."""
    own: frozenset[str] = frozenset()
    if isinstance(item, Page | Link):
        own = frozenset(_folders(item.url or ""))
    pages = frozenset({id(item)}) if isinstance(item, Page) else frozenset()
    return _Subtree(
        pages.union(*(child.pages for child in children)),
        own.union(*(child.folders for child in children)),
        not getattr(item, "pages", None) and all(child.plain for child in children),
    )


def _folders(url: str) -> Iterator[str]:
    """Yield the path of a URL of the site, and all folders above it."""
    try:
        parts = urlsplit(url)
    except ValueError:  # The host writes such an address as it is.
        return
    if parts.scheme or parts.netloc or url.startswith(("/", "#")):
        return
    path = posixpath.normpath("/" + url)[1:]
    yield path
    while path:
        path = posixpath.dirname(path)
        yield path


def _place_of(page: Page) -> _Place:
    """Give the folder that a page's links are relative to, as the host sees it."""
    folder, _, name = page.url.rpartition("/")
    base = folder if "." in name else page.url
    path = posixpath.normpath("/" + base)[1:]
    return _Place(page, path, posixpath.dirname(path))
