"""Every cluster folded anew by this engine and these criteria, in the order of their ids, from where it stopped."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from services.scoring.application.ports import Catalogues, Head, HeadStore
from services.scoring.application.score import Score
from services.scoring.domain.errors import UnknownCatalogueError
from services.scoring.domain.heads import ENGINE
from shared import crash

CHUNK = 100
"""Clusters between two notes of progress: a second's work or less is done again after a kill."""

Told = tuple[str, str, str]
"""A kept result: its revision, and the substance and the verdicts that it last announced, each in one line."""


NEW: Told = ("", "", "")
"""In place of a result that there was not, because its cluster could not be folded."""


@dataclass(frozen=True)
class Done:
    """How far a run has come. `after`: all clusters up to this id are done.

    Counts are of clusters seen, and of results that were folded anew, with another substance, with other verdicts.
    `before`: the results of the clusters in hand, so that a run that was killed counts them rightly.
    """

    after: str = ""
    clusters: int = 0
    refolded: int = 0
    substances: int = 0
    verdicts: int = 0
    finished: bool = False
    before: Mapping[str, Told] = field(default_factory=dict)


class Progress(Protocol):
    """Remembers how far a run has come; every method raises `TransientError` when the store is away."""

    async def load(self, fingerprint: str) -> Done | None:
        """Return what was saved for an engine and its criteria, or `None`."""
        ...

    async def save(self, fingerprint: str, done: Done) -> None:
        """Remember it."""
        ...


class Clusters(Protocol):
    """The set of events, as far as a run asks whose they are."""

    async def clusters_after(self, among: None, after: str, limit: int) -> Sequence[str]:
        """Return the first `limit` ids behind `after` of clusters that have events."""
        ...


class Blocks(Protocol):
    """The clusters that cannot be folded."""

    async def all_blocked(self) -> Mapping[str, str]:
        """Return why each cluster that cannot be folded cannot."""
        ...


class Rescore:
    """Refolds what is not of this engine and these criteria; workers may do their work beside it.

    A result that is up to date already is left alone, so that nothing is announced but what engine or criteria have
    changed, which nobody is mailed; an event that no worker has folded yet keeps its own cause.
    """

    def __init__(
        self,
        clusters: Clusters,
        heads: HeadStore,
        blocks: Blocks,
        score: Score,
        progress: Progress,
        catalogues: Catalogues,
    ) -> None:
        self._clusters, self._heads, self._blocks = clusters, heads, blocks
        self._score, self._progress, self._catalogues = score, progress, catalogues

    async def run(self, today: date, *, again: bool = False) -> AsyncIterator[Done]:
        """Yield the progress after every step, the first as it is found; the last one is `finished`.

        Raises:
            TransientError: the store is away; the next run goes on from the last step.
            StopConsumingError: a newer engine has been here.
        """
        done = None if again else await self._progress.load(self._catalogues.fingerprint)
        done = done or Done()
        yield done
        while not done.finished:
            done = await self._step(done, today)
            await self._progress.save(self._catalogues.fingerprint, done)
            yield done

    async def _step(self, done: Done, today: date) -> Done:
        clusters = await self._clusters.clusters_after(None, done.after, CHUNK)
        if not clusters:
            return replace(done, finished=True)
        heads, blocked = await self._heads.heads(clusters), await self._blocks.all_blocked()
        old = {cluster for cluster in clusters if cluster in blocked or not self._is_new(heads.get(cluster, ()), today)}
        before = {**_told(heads), **done.before}
        await self._progress.save(self._catalogues.fingerprint, replace(done, before=before))
        await self._score.refold(old)
        crash.point("rescore.after_refold")
        after = _told(await self._heads.heads(clusters))
        changed = [(before.get(place, NEW), told) for place, told in after.items()]
        return Done(
            after=clusters[-1],
            clusters=done.clusters + len(clusters),
            refolded=done.refolded + sum(was[0] != now[0] for was, now in changed),
            substances=done.substances + sum(was[1] != now[1] for was, now in changed if was is not NEW),
            verdicts=done.verdicts + sum(was[2] != now[2] for was, now in changed if was is not NEW),
        )

    def _is_new(self, heads: Sequence[Head], today: date) -> bool:
        """Say whether every kept result is of this engine, these confirmations and, by itself, this version."""
        wanted = (ENGINE, self._catalogues.confirmed.number)
        kept = [head for head in heads if not head.gone]
        return bool(kept) and all(
            head.revision[:2] == wanted and (head.assessment is not None or head.catalogue == self._in_force(today))
            for head in kept
        )

    def _in_force(self, today: date) -> str | None:
        try:
            return self._catalogues.in_force(today).id
        except UnknownCatalogueError:
            return None


def _told(heads: Mapping[str, Sequence[Head]]) -> dict[str, Told]:
    """Return every kept result, by cluster and assessment."""
    return {
        f"{cluster}/{head.assessment or ''}": (
            str(head.revision),
            head.published.substance,
            " ".join(f"{level}={verdict}" for level, verdict in sorted(head.published.verdicts.items())),
        )
        for cluster, kept in heads.items()
        for head in kept
        if head.published is not None and not head.gone
    }
