"""The list of results for a person: filtered, in the order of what needs attention, a page at a time.

Names are intake's and verdicts are scoring's, so no store can order them together: every row that the caller may see
is read from an index, and ordered here (ADR 14). Meant for some ten thousand clusters.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from services.scoring.application.read_results import Blocked, ClusterCard, Register
from services.scoring.application.read_rows import KeptRows, Row

Reason = Literal["blocked", "label_ends", "label_renewable", "to_confirm", "no_result", "no_assessment"]
"""Why a cluster needs attention, the most pressing first."""

REASONS: tuple[Reason, ...] = ("blocked", "label_ends", "label_renewable", "to_confirm", "no_result", "no_assessment")
SOON = timedelta(days=180)
"""The first reminder of a label's end (`rules.md` 5)."""

BATCH = 1_000
FAR = "9999-12-31"


@dataclass(frozen=True)
class Wanted:
    """What to list; None: no matter. `held`: a level, or `none` for no label. `verdict`: of `level`, or of any."""

    held: str | None = None
    level: str | None = None
    verdict: str | None = None
    by_name: bool = False


class Listed(NamedTuple):
    """One cluster. `found`: None while it has no result. `until`: the day that makes it pressing, if one does."""

    card: ClusterCard
    found: Row | Blocked | None
    reason: Reason | None
    until: str | None


@dataclass(frozen=True)
class Listing:
    """A page of the list. `matching` of `total` clusters fit; `last`: the id behind which the next page begins.

    `verdicts`, `held`: of all clusters, so many have a verdict at a level (level and verdict),
    or a label of a level (`none`: of none).
    """

    rows: Sequence[Listed]
    matching: int
    total: int
    last: str | None
    verdicts: Counter[tuple[str, str]]
    held: Counter[str]


class ListResults:
    """Lists for callers whose right to see the clusters `among` has been checked; None: they see all."""

    def __init__(self, kept: KeptRows, register: Register) -> None:
        self._kept, self._register = kept, register

    async def __call__(
        self,
        among: Collection[str] | None,
        wanted: Wanted,
        on: date,
        name: Callable[[ClusterCard], bytes],
        *,
        after: str | None,
        limit: int,
    ) -> Listing:
        """Return `limit` clusters behind `after`, as on a day; `name` gives the key by which names are ordered."""
        cards, rows = await self._cards(among), await self._rows(among)
        listed = [_listed(card, rows.get(card.id), on) for card in cards]
        if wanted.by_name:
            listed.sort(key=lambda each: name(each.card))
        else:
            listed.sort(key=lambda each: (*_urgency(each), name(each.card)))
        place = next((at for at, each in enumerate(listed, 1) if each.card.id == after), 0)
        fitting = [(at, each) for at, each in enumerate(listed, 1) if _fits(each, wanted)]
        behind = [each for at, each in fitting if at > place]
        last = behind[limit - 1].card.id if len(behind) > limit else None
        return Listing(behind[:limit], len(fitting), len(listed), last, *_tallies(listed))

    async def _cards(self, among: Collection[str] | None) -> list[ClusterCard]:
        if among is None:
            return list(await self._register.clusters())
        cards = await asyncio.gather(*map(self._register.cluster, among))
        return [card for card in cards if card is not None]

    async def _rows(self, among: Collection[str] | None) -> dict[str, Row | Blocked]:
        found: dict[str, Row | Blocked] = {}
        after = ""
        while batch := await self._kept.rows(among, after, BATCH):
            found |= {row.cluster: row for row in batch}
            after = batch[-1].cluster
            if len(batch) < BATCH:
                break
        return found


def _listed(card: ClusterCard, found: Row | Blocked | None, on: date) -> Listed:
    if isinstance(found, Blocked):
        return Listed(card, found, "blocked", None)
    if found is None:
        return Listed(card, None, "no_result", None)
    ending = _ending(found.values["held"], on)
    if ending is not None:
        return Listed(card, found, *ending)
    if "ready_if_confirmed" in found.values["verdicts"].values():
        return Listed(card, found, "to_confirm", None)
    return Listed(card, found, None if found.values["assessment"] else "no_assessment", None)


def _ending(held: Sequence[dict[str, Any]], on: date) -> tuple[Reason, str] | None:
    """Return the first label that ends soon, or that ended and can still be renewed."""
    soon = (on + SOON).isoformat()
    ends = [each["valid_until"] for each in held if each["state"] == "valid" and each["valid_until"]]
    if ends and min(ends) <= soon:
        return "label_ends", min(ends)
    renewable = [each["renewable_until"] for each in held if each["state"] == "expired_renewable"]
    days = [day for day in renewable if day]
    return ("label_renewable", min(days)) if days else None


def _urgency(listed: Listed) -> tuple[int, str]:
    place = len(REASONS) if listed.reason is None else REASONS.index(listed.reason)
    return place, listed.until or FAR


def _tallies(listed: Sequence[Listed]) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    rows = [each.found.values for each in listed if isinstance(each.found, Row)]
    verdicts = Counter(each for values in rows for each in values["verdicts"].items())
    return verdicts, Counter(
        level for values in rows for level in {each["level"] for each in values["held"]} or {"none"}
    )


def _fits(listed: Listed, wanted: Wanted) -> bool:
    if wanted.held is None and wanted.verdict is None:
        return True
    if not isinstance(listed.found, Row):
        return False
    held, verdicts = listed.found.values["held"], listed.found.values["verdicts"]
    if wanted.held is not None and (
        held if wanted.held == "none" else all(each["level"] != wanted.held for each in held)
    ):
        return False
    if wanted.verdict is None:
        return True
    return wanted.verdict in (verdicts.values() if wanted.level is None else [verdicts.get(wanted.level)])
