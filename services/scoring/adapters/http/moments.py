"""Whose data a route shows, and as of when: the one reading of `{cluster}`, `as_of` and `known_at`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Protocol

from fastapi import Depends, Query

from services.scoring.adapters.http.parameters import record_id
from services.scoring.application.read_results import AsOf
from shared.contracts.envelope import VILNIUS
from shared.http.problems import ProblemError, not_found

Day = Annotated[
    str | None, Query(description="the result as of the end of this day", json_schema_extra={"format": "date"})
]
Known = Annotated[
    str | None,
    Query(description="only what was recorded by this moment", json_schema_extra={"format": "date-time"}),
]

Read = Callable[[str | None, str | None, datetime], AsOf | None]
"""How the two parameters are read: `parameters.as_of` for a program, `parameters.look_back` for a form."""


class Caller(Protocol):
    """A person or a program, as far as it matters whose data they see."""

    @property
    def sees_all(self) -> bool:
        """Whether the caller may see every cluster."""
        ...

    def may_see(self, cluster: str) -> bool:
        """Say whether the caller may know that `cluster` exists."""
        ...


@dataclass(frozen=True)
class Moment:
    """When the request looks, `now`, and the look into the past that it asks for; `past` None: it asks for none."""

    now: datetime
    past: AsOf | None

    @property
    def today(self) -> date:
        """The day of `now` in Vilnius."""
        return self.now.astimezone(VILNIUS).date()

    @property
    def look(self) -> AsOf:
        """What is looked at: today if nothing else is asked for."""
        return self.past or AsOf(self.today)


@dataclass(frozen=True)
class ClusterAt(Moment):
    """A cluster that the caller may see, at a moment."""

    cluster: str


def now() -> datetime:
    """Return the moment, by the machine's clock."""
    return datetime.now(UTC)


def seen(caller: Callable[..., object]) -> Callable[..., Awaitable[str]]:
    """Return the dependency for the cluster of the path; `caller` is the dependency that says who asks.

    It raises the one 404 if the path names none, or the caller may not see it.
    """

    async def of_path(cluster: str, viewer: Annotated[Caller, Depends(caller)]) -> str:
        if not viewer.may_see(record_id(cluster)):
            raise not_found()
        return cluster

    return of_path


def whole(caller: Callable[..., object]) -> Callable[..., Awaitable[None]]:
    """Return the dependency for what speaks of every cluster; it raises a 403 for whoever may not see them all."""

    async def all_seen(viewer: Annotated[Caller, Depends(caller)]) -> None:
        if not viewer.sees_all:
            raise ProblemError(403)

    return all_seen


def moment(
    allowed: Callable[..., object], read: Read, clock: Callable[[], datetime] = now
) -> Callable[..., Awaitable[Moment]]:
    """Return the dependency for the moment that is asked for; it raises a 422 for what is none.

    `allowed` is the dependency that lets the caller in: whom it refuses is told nothing of dates.
    """

    async def asked(_: Annotated[object, Depends(allowed)], as_of: Day = None, known_at: Known = None) -> Moment:
        present = clock()
        return Moment(present, read(as_of, known_at, present))

    return asked


def cluster_at(
    caller: Callable[..., object], read: Read, clock: Callable[[], datetime] = now
) -> Callable[..., Awaitable[ClusterAt]]:
    """Return the dependency for a cluster at a moment; it raises what `seen` does, then what `moment` does."""
    visible = seen(caller)
    asked = moment(visible, read, clock)

    async def found(which: Annotated[str, Depends(visible)], when: Annotated[Moment, Depends(asked)]) -> ClusterAt:
        return ClusterAt(when.now, when.past, which)

    return found
