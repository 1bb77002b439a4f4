"""Folding one cluster: from its set of events to the heads it must have."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.scoring.application.announce import announce
from services.scoring.application.ports import Catalogues, Head, KeptEvent, Replacement
from services.scoring.domain.assess import assess
from services.scoring.domain.heads import Head as Place
from services.scoring.domain.heads import heads, revision
from services.scoring.domain.history import History
from services.scoring.domain.readiness import Readiness
from shared.catalogue.model import Catalogue


def fold(
    cluster: str, events: Sequence[KeptEvent], before: Sequence[Head], catalogues: Catalogues, today: date
) -> list[Replacement]:
    """Return the heads that must change, each with the state it replaces.

    Raises:
        DomainError: the cluster cannot be folded with these events and criteria.
    """
    history = History.of(kept.event for kept in events)
    known = {head.assessment: head for head in before}
    news = [kept for kept in events if not kept.announced]
    wanted: dict[str | None, tuple[Head, Readiness | None]] = {
        head.assessment: (Head(cluster, head.assessment, result.revision, head.current), result)
        for head, result in results(history, catalogues, today)
    }
    # A result without its assessment would never be corrected again: its place gets a revision, too.
    for head in before:
        if head.assessment not in wanted and not head.gone:
            wanted[head.assessment] = (replace(head, revision=revision(history, today), current=False, gone=True), None)
    return [
        Replacement(announce(head, result, known.get(assessment), news, events), result, known.get(assessment))
        for assessment, (head, result) in wanted.items()
        if assessment not in known or known[assessment].revision < head.revision
    ]


def results(history: History, catalogues: Catalogues, today: date) -> list[tuple[Place, Readiness]]:
    """Return every result a cluster has on a date, the current one last; the fold that anybody can repeat offline."""
    found = []
    for head in heads(history, today):
        catalogue = criteria(history, catalogues, head)
        found.append((head, assess(history, catalogue, head.on, head.assessment)))
    return found


def criteria(history: History, catalogues: Catalogues, head: Place) -> Catalogue:
    """Return the catalogue of the head's assessment; without one, that in force on its date (`rules.md` 4)."""
    if head.assessment is None:
        return catalogues.in_force(head.on)
    return catalogues.named(history.snapshots[head.assessment].catalogue)
