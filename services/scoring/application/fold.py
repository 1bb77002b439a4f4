"""Folding one cluster: from its set of events to the heads it must have."""

from collections.abc import Collection, Sequence
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
    ids = {catalogue.id for catalogue in catalogues.known()}
    known = {head.assessment: head for head in before}
    news = [kept for kept in events if not kept.announced]
    wanted: dict[str | None, tuple[Head, Readiness | None]] = {
        head.assessment: (_head(cluster, head, result), result) for head, result in results(history, catalogues, today)
    }
    # A result without its assessment would never be corrected again: its place gets a revision, too.
    for head in before:
        if head.assessment not in wanted and not head.gone:
            now = revision(history, today, catalogues.confirmed.number)
            wanted[head.assessment] = (replace(head, revision=now, current=False, gone=True, catalogue=None), None)
    return [
        Replacement(announce(head, result, known.get(assessment), news, events), result, known.get(assessment))
        for assessment, (head, result) in wanted.items()
        if _gives_way(known.get(assessment), head, ids)
    ]


def _head(cluster: str, place: Place, result: Readiness) -> Head:
    return Head(cluster, place.assessment, result.revision, place.current, catalogue=result.catalogue)


def _gives_way(before: Head | None, head: Head, known: Collection[str]) -> bool:
    """Only to a greater revision; or, on the day on which a version is published, to the one that is in force now.

    Who does not know the version of the kept head yet leaves it alone.
    """
    if before is None or before.revision < head.revision:
        return True
    return before.revision == head.revision and before.catalogue != head.catalogue and before.catalogue in known


def results(history: History, catalogues: Catalogues, today: date) -> list[tuple[Place, Readiness]]:
    """Return every result a cluster has on a date, the current one last; the fold that anybody can repeat offline."""
    found = []
    for head in heads(history, today):
        found.append((head, judge(history, catalogues, head)))
    return found


def judge(history: History, catalogues: Catalogues, head: Place) -> Readiness:
    """Return one result, by the criteria as they count on its date; raises as `assess` does."""
    catalogue = criteria(history, catalogues, head)
    return assess(history, catalogue, head.on, head.assessment, confirmed=catalogues.confirmed)


def criteria(history: History, catalogues: Catalogues, head: Place) -> Catalogue:
    """Return the catalogue of the head's assessment as confirmed by then; without one, that in force (`rules.md` 4)."""
    if head.assessment is None:
        catalogue = catalogues.in_force(head.on)
    else:
        catalogue = catalogues.named(history.snapshots[head.assessment].catalogue)
    return catalogues.as_confirmed(catalogue, head.on)
