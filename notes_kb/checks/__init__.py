"""Rules over a library and its knowledge base, each a pure function of the two.

A rule that needs a new kind of finding declares it in `notes_kb.domain.kinds`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

from notes_kb.checks.concepts import (
    check_cycles,
    check_labels,
    check_languages,
    check_orphans,
    check_relations,
    check_shared_forms,
    check_similar,
    check_sources,
    check_topic_places,
)
from notes_kb.checks.former_ids import check_former_ids
from notes_kb.checks.notes import (
    check_copied,
    check_dates,
    check_explicit_links,
    check_figure_concepts,
    check_figures,
    check_no_links,
    check_section_order,
    check_topic_names,
    check_topic_ties,
    check_translations,
    check_undecided,
    check_untranslated,
)
from notes_kb.checks.terms import check_preferred
from notes_kb.checks.verdicts import check_verdicts, check_verdicts_agree
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.loading.library import Library

Rule = Callable[[Library, KnowledgeBase], Iterable[Diagnostic]]

RULES: tuple[Rule, ...] = (
    check_copied,
    check_cycles,
    check_dates,
    check_explicit_links,
    check_figure_concepts,
    check_figures,
    check_former_ids,
    check_labels,
    check_languages,
    check_no_links,
    check_orphans,
    check_preferred,
    check_relations,
    check_section_order,
    check_shared_forms,
    check_similar,
    check_sources,
    check_topic_names,
    check_topic_places,
    check_topic_ties,
    check_translations,
    check_undecided,
    check_untranslated,
    check_verdicts,
    check_verdicts_agree,
)
"""Every rule, in alphabetical order; none depends on another."""


def run_checks(
    library: Library, kb: KnowledgeBase, page_findings: Iterable[Diagnostic] = ()
) -> tuple[Diagnostic, ...]:
    """Give everything that is to be said about a library, sorted by place, each once.

    That is what loading found, in files, records and notes, and what the rules find.

    Args:
        library: What was loaded.
        kb: What `notes_kb.knowledge_base.build` made of it.
        page_findings: What rendering found on the site's pages. `check`, the build
            and editors pass the same, so that they all see one list.
    """
    found = {*library.diagnostics, *page_findings}
    for note in library.notes:
        found.update(note.diagnostics)
    for rule in RULES:
        found.update(rule(library, kb))
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.place))


def reported(
    findings: Iterable[Diagnostic], ignored: Container[str] = ()
) -> tuple[Diagnostic, ...]:
    """Give the findings that a site wants to hear of, sorted by place, each once.

    `ignored` are the kinds that its configuration names under ``ignore``.
    """
    wanted = {finding for finding in findings if finding.kind not in ignored}
    return tuple(sorted(wanted, key=lambda finding: finding.place))
