"""Rules that look across files, one a module."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from notes_kb.checks.completeness import check_languages, check_sources
from notes_kb.checks.cycles import check_cycles
from notes_kb.checks.explicit_links import check_explicit_links
from notes_kb.checks.figures import check_figures
from notes_kb.checks.no_links import check_no_links
from notes_kb.checks.relations import check_relations
from notes_kb.checks.shared_forms import check_shared_forms
from notes_kb.checks.subject import Subject
from notes_kb.checks.topic_names import check_topic_names
from notes_kb.checks.topic_ties import check_topic_places, check_topic_ties
from notes_kb.checks.translations import check_translations
from notes_kb.checks.undecided import check_undecided
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.loading.library import Library

Rule = Callable[[Subject], Iterable[Diagnostic]]

RULES: tuple[Rule, ...] = (
    check_cycles,
    check_explicit_links,
    check_figures,
    check_languages,
    check_no_links,
    check_relations,
    check_shared_forms,
    check_sources,
    check_topic_names,
    check_topic_places,
    check_topic_ties,
    check_translations,
    check_undecided,
)
"""Every rule, in alphabetical order; none depends on another."""


def run_checks(library: Library) -> tuple[Diagnostic, ...]:
    """Give everything that is to be said about a library, sorted by place, each once.

    That is what loading found, in files, records and notes, and what the rules find.
    """
    subject = Subject(library)
    found = set(library.diagnostics)
    for note in library.notes:
        found.update(note.diagnostics)
    for rule in RULES:
        found.update(rule(subject))
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.place))
