"""Routes through a site: their pages, and where a page stands in each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.language import Languages
from notes_kb.domain.route import Route
from notes_kb.loading.decode import decode, with_path
from notes_kb.loading.file_links import LinkGuard
from notes_kb.loading.routes import FILE, parse_routes
from notes_kb.mkdocs.layouts import Layout
from notes_kb.mkdocs.plan import Kind, Plan, PlannedPage
from notes_kb.text.near import NearNames

MOST_SUGGESTIONS = 20
"""Unknown names that are compared with all known ones, which costs much for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A page of a route in one language."""

    page: PlannedPage
    minutes: int
    """0 where nobody said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSummary:
    """What lists show of a route in one language."""

    route: Route
    page: PlannedPage
    title: str
    lead: str
    members: Sequence[Member]

    @property
    def minutes(self) -> int:
        """How long all pages take; 0 where one has no minutes."""
        known = all(member.minutes for member in self.members)
        return sum(member.minutes for member in self.members) if known else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page stands in a route."""

    route: RouteSummary
    number: int
    """From 1."""

    @property
    def previous(self) -> PlannedPage | None:
        """The page before."""
        return self.route.members[self.number - 2].page if self.number > 1 else None

    @property
    def following(self) -> PlannedPage | None:
        """The page behind."""
        members = self.route.members
        return members[self.number].page if self.number < len(members) else None


def load_routes(
    guard: LinkGuard, languages: Languages
) -> tuple[tuple[Route, ...], tuple[Diagnostic, ...]]:
    """Read the routes of a docs folder, and what is wrong with them."""
    file = Path(guard.folder, FILE)
    if not file.is_file() or guard.target(file) is None:
        return (), ()
    try:
        decoded = decode(file.read_bytes())
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        return (), (kinds.FILE_UNREADABLE.at(path=FILE, reason=reason),)
    found = with_path(decoded.diagnostics, FILE)
    if decoded.refused:
        return (), found
    routes, wrong = parse_routes(decoded.text, path=FILE, languages=languages)
    return routes, (*found, *wrong)


class Routes:
    """The routes of a planned site."""

    def __init__(self, routes: Sequence[Route], plan: Plan, layout: Layout) -> None:
        """Take the routes as declared, and the pages that there are."""
        self._plan, self._layout = plan, layout
        self.declared = routes
        self.summaries: Mapping[str, Mapping[str, RouteSummary]] = {
            language: {s.route.id: s for s in self._summarise(language)}
            for language in plan.languages.codes
        }
        """By language and id; a page that does not exist is left out."""
        self._places: dict[tuple[str, str], list[Place]] = {}
        for language, found in self.summaries.items():
            for summary in found.values():
                for number, member in enumerate(summary.members, 1):
                    at = (member.page.path, language)
                    self._places.setdefault(at, []).append(Place(route=summary, number=number))

    def places(self, page: PlannedPage) -> Sequence[Place]:
        """Give where a page stands in the routes that lead over it."""
        return self._places.get((page.path, page.language), ())

    def _summarise(self, language: str) -> Iterator[RouteSummary]:
        for route in self.declared:
            page = self._plan.page(Kind.ROUTE, language, route.id)
            members = [
                Member(page=found, minutes=step.minutes)
                for step in route.steps
                if (found := self._find(step.page, language))
            ]
            if page is not None:
                yield RouteSummary(
                    route=route,
                    page=page,
                    title=route.in_language(route.title, language),
                    lead=route.in_language(route.lead, language),
                    members=members,
                )

    def _find(self, written: str, language: str) -> PlannedPage | None:
        return self._plan.find(self._layout.named(written.lstrip("/"))[0], language)

    def findings(self) -> Iterator[Diagnostic]:
        """Report what routes name and the site does not have."""
        default = self._plan.languages.default
        routes = {route.id for route in self.declared}
        paths = NearNames(path for path, _ in self._plan.pages)
        asked = 0
        for route in self.declared:
            for step in route.steps:
                if self._find(step.page, default) is None:
                    bare = self._layout.named(step.page)[0]
                    close = paths.nearest(bare, cutoff=0.6)
                    hint = f"did you mean '{close}.md'?" if close else ""
                    yield kinds.ROUTE_PAGE_UNKNOWN.at(
                        step.place, path=FILE, hint=hint, page=step.page, route=route.id
                    )
            for name, place in route.prerequisites:
                if name not in routes and self._plan.kb.lexicon.names.resolve(name) is None:
                    asked += 1  # Each comparison with all names costs much.
                    names = self._plan.kb.lexicon.names
                    found = names.suggest(name) if asked <= MOST_SUGGESTIONS else ()
                    hint = f"did you mean '{found[0]}'?" if found else ""
                    yield kinds.ROUTE_PREREQUISITE_UNKNOWN.at(
                        place, path=FILE, hint=hint, name=name, route=route.id
                    )
