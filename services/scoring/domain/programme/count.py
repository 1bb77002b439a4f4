"""Counts recorded awards by a programme's rule: how many surely or possibly, and which clusters (`rules.md` 6)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from services.scoring.domain.events import LabelRecorded, MembershipChanged
from services.scoring.domain.history import History
from services.scoring.domain.labels import Chains, chains, held
from services.scoring.domain.programme.target import CountingRule, Goal, Programme, Target
from shared.catalogue.model import LabelId, LabelsValidity

Doubt = Literal["undated", "imprecise", "held_before", "state_unknown"]
"""Why a cluster counts only possibly: no award date; a date that may lie outside; held before, too; state not known."""

HIGHER: Mapping[LabelId, tuple[LabelId, ...]] = {"bronze": ("silver", "gold"), "silver": ("gold",), "gold": ()}


class Counted(NamedTuple):
    """One cluster behind a number; without a doubt it counts surely."""

    cluster: str
    doubt: Doubt | None


class Line(NamedTuple):
    """One goal on a date: `low` clusters count surely, `high` possibly, of `members` in the perimeter."""

    goal: Goal
    members: int
    counted: tuple[Counted, ...]

    @property
    def low(self) -> int:
        """How many count surely."""
        return sum(each.doubt is None for each in self.counted)

    @property
    def high(self) -> int:
        """How many count if every doubt is settled for them."""
        return len(self.counted)

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None: it depends on the doubts, or there is no number to reach."""
        if self.goal.at_least is None or self.low < self.goal.at_least <= self.high:
            return None
        return self.low >= self.goal.at_least


def count(
    programme: Programme, target: Target, clusters: Mapping[str, History], validity: LabelsValidity, on: date
) -> tuple[Line, ...]:
    """Return the lines of `target` on a date; `clusters`: the history of every cluster of the register, by id.

    Only facts of business date up to `on` count (`rules.md` 7).
    """
    until = {cluster: history.as_of(on) for cluster, history in clusters.items()}
    members = {each: until[each] for each in _perimeter(programme, target.rule, until)}
    return tuple(_line(goal, target.rule, members, validity, on) for goal in target.goals)


def memberships(history: History, programme: str) -> list[MembershipChanged]:
    """Return what is recorded of a cluster's membership of a programme, in no particular order."""
    found = (event for event in history.events if isinstance(event, MembershipChanged))
    return [event for event in found if event.programme == programme]


def _perimeter(programme: Programme, rule: CountingRule, clusters: Mapping[str, History]) -> Iterable[str]:
    """Who left stays in the old denominator (`rules.md` 6)."""
    for cluster, history in sorted(clusters.items()):
        records = memberships(history, programme.name)
        if rule.perimeter == "signed10":
            if any(record.joined == programme.signed_on for record in records):
                yield cluster
        elif records or (rule.perimeter == "country" and history.events):
            yield cluster


def _line(goal: Goal, rule: CountingRule, members: Mapping[str, History], validity: LabelsValidity, on: date) -> Line:
    levels = (goal.level, *HIGHER[goal.level]) if rule.silver_counts_as_bronze else (goal.level,)
    counted = []
    for cluster, history in members.items():
        found = _judge(history, rule, levels, validity, on)
        if found is not None:
            counted.append(Counted(cluster, None if found == "sure" else found))
    return Line(goal, len(members), tuple(counted))


def _judge(
    history: History, rule: CountingRule, levels: Sequence[LabelId], validity: LabelsValidity, on: date
) -> Doubt | Literal["sure"] | None:
    """Return None if the cluster does not count, `sure` if it does, else the doubt."""
    records = [label for label in history.labels if label.level in levels]
    if not records:
        return None
    terms = chains(history, validity)
    if rule.measure == "valid_on":
        return _valid(history, rule, levels, validity, terms, on)
    if rule.since is None:
        return "sure"  # somebody attests it: whenever it was awarded, it was by then
    return _awarded(records, rule, rule.since, levels, terms, on)


def _valid(
    history: History,
    rule: CountingRule,
    levels: Sequence[LabelId],
    validity: LabelsValidity,
    terms: Chains,
    on: date,
) -> Doubt | Literal["sure"] | None:
    enough = {"valid", "expired_renewable"} if rule.expired_renewable_counts else {"valid"}
    states = {label.state for label in held(history, terms, validity, on) if label.level in levels}
    if states & enough:
        return "sure"
    return "state_unknown" if "unknown" in states else None


def _awarded(
    records: Sequence[LabelRecorded],
    rule: CountingRule,
    since: date,
    levels: Sequence[LabelId],
    terms: Chains,
    on: date,
) -> Doubt | Literal["sure"] | None:
    days = [term.award.days for level in levels for term in terms.get(level, ())]
    undated = [record for record in records if record.awarded is None]
    before = any(each.last < since for each in days) or any(record.day <= since for record in undated)
    if before and rule.held_before_counts:
        return "sure"
    within = [each for each in days if each.last >= since and each.first <= on]
    if within and before:
        return "held_before"
    if any(each.first >= since and each.last <= on for each in within):
        return "sure"
    if within:
        return "imprecise"
    return "undated" if any(record.day > since for record in undated) else None
