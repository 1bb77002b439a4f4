"""One cluster under another version of the criteria, beside what it is under its own: computed and forgotten."""

from dataclasses import dataclass
from datetime import date

from services.scoring.application.fold import judge
from services.scoring.application.ports import Catalogues
from services.scoring.domain.assess import assess
from services.scoring.domain.comparison import Unread, as_if
from services.scoring.domain.errors import DomainError
from services.scoring.domain.heads import Head, heads
from services.scoring.domain.history import History
from services.scoring.domain.readiness import LevelResult, Readiness, RequirementResult
from shared.catalogue.model import Catalogue


@dataclass(frozen=True)
class Changed:
    """One requirement of one level that another version judges otherwise; `None`: that version does not have it."""

    level: str
    before: RequirementResult | None
    after: RequirementResult | None


@dataclass(frozen=True)
class Compared:
    """A cluster's current result and the same under another version; a text says why there is none."""

    cluster: str
    before: Readiness | str
    after: Readiness | str
    unread: tuple[Unread, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything worth telling is another: the substance, or that it cannot be folded."""
        if isinstance(self.before, str) or isinstance(self.after, str):
            return self.before != self.after
        return self.before.passport.substance != self.after.passport.substance

    @property
    def verdicts(self) -> dict[str, tuple[str | None, str | None]]:
        """The verdicts of every level that either version has, before and after."""
        before, after = _levels(self.before), _levels(self.after)
        verdicts = {name: (before.get(name), after.get(name)) for name in {**before, **after}}
        return {
            name: (was.verdict if was else None, now.verdict if now else None) for name, (was, now) in verdicts.items()
        }

    @property
    def requirements(self) -> list[Changed]:
        """The requirements whose state, or what they await, is another, in the order of the other version."""
        before, after = _requirements(self.before), _requirements(self.after)
        pairs = ((place, before.get(place), after.get(place)) for place in {**after, **before})
        return [Changed(level, was, now) for (level, _), was, now in pairs if _state(was) != _state(now)]


def under(
    history: History, catalogues: Catalogues, other: Catalogue, head: Head
) -> tuple[Readiness, tuple[Unread, ...]]:
    """Return a head as if every assessment named `other`, and the answers it cannot read; raises as `assess` does."""
    renamed, unread = as_if(history, other)
    catalogue = catalogues.as_confirmed(other, head.on)
    return assess(renamed, catalogue, head.on, head.assessment, confirmed=catalogues.confirmed), unread


def compare(cluster: str, history: History, catalogues: Catalogues, other: Catalogue, today: date) -> Compared:
    """Return what the cluster's current result would be under `other`; never raises for what cannot be folded."""
    *_, head = heads(history, today)
    unread: tuple[Unread, ...] = ()
    before: Readiness | str
    after: Readiness | str
    try:
        before = judge(history, catalogues, head)
    except DomainError as error:
        before = str(error)
    try:
        after, unread = under(history, catalogues, other, head)
    except DomainError as error:
        after = str(error)
    return Compared(cluster, before, after, unread)


def _levels(result: Readiness | str) -> dict[str, LevelResult]:
    return {} if isinstance(result, str) else {level.level: level for level in result.levels}


def _requirements(result: Readiness | str) -> dict[tuple[str, str], RequirementResult]:
    levels = _levels(result).items()
    return {(name, each.item.id): each for name, level in levels for each in level.requirements}


def _state(result: RequirementResult | None) -> tuple[str, str | None, bool] | None:
    return None if result is None else (result.outcome.state, result.outcome.awaits, result.outcome.assumed)
