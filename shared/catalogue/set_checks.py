"""What must hold of the sets of indicators that a bundle pins: the label's own, and those that a programme adds.

An add-on changes no label (ADR 0011): what could make it do so is refused here.
"""

from collections.abc import Callable, Iterator
from typing import get_args

from shared.catalogue.model import LabelId
from shared.catalogue.problems import Problem
from shared.catalogue.rules import ChoiceRule, CountRule, MinimaRule, Rule, ScoreFloorRule, ShareRule
from shared.catalogue.sources import IndicatorSetSource, LevelSource, Sources


def check_roles(sources: Sources) -> Iterator[Problem]:
    """One set is the label's, whose maximum, floor and minima count; the others are add-ons. No name twice."""
    labels = sources.of_role("label")
    if not labels and sources.head is not None and not sources.problems:
        remedy = "pin exactly one whose set.yaml says `role: label`, or nothing about its role"
        yield sources.head.problem("no set of indicators of the label is pinned", remedy, "sets")
    for another in labels[1:]:
        what = f"{labels[0].head.value.name} holds the label's indicators already: only one set can"
        remedy = "write `role: addon` if a programme adds these indicators, or pin only one of the two"
        key = "role" if "role" in another.head.document.data else "kind"
        yield another.head.problem(what, remedy, key)
    names: set[str] = set()
    for each in sources.indicator_sets:
        if each.head.value.name in names:
            what = f"two sets of indicators are called {each.head.value.name}"
            yield each.head.problem(what, "give one of them another name, or pin only one", "name")
        names.add(each.head.value.name)


def check_minimum(sources: Sources) -> Iterator[Problem]:
    """What is audited for Silver has a minimum; what is not has none; unknown is unknown in both.

    Nobody audits an add-on for Silver; its minima are for levels of one's own.
    """
    for chosen in sources.indicator_sets:
        addon = chosen.head.value.role == "addon"
        for indicator in chosen.indicators:
            audited, minimum = indicator.value.audited_for_silver, indicator.value.minimum
            required = minimum.required if minimum is not None else False
            if addon and audited is not False:
                what = f"{indicator.value.id}: the label body does not audit an add-on indicator"
                yield indicator.problem(what, "write audited_for_silver: false", "audited_for_silver")
            elif not addon and required is not audited:
                what = f"{indicator.value.id}: audited_for_silver and minimum do not agree"
                remedy = "true needs a minimum with required: true, null one with required: null, false none"
                yield indicator.problem(what, remedy, "audited_for_silver")


def check_dimensions(sources: Sources) -> Iterator[Problem]:
    """Each dimension of a set has as many indicators as the set says, in one file or more, and is in no other set."""
    owners: dict[str, str] = {}
    for chosen in sources.indicator_sets:
        yield from _check_own(chosen, complete=not sources.unread)
        for index, dimension in enumerate(chosen.head.value.dimensions):
            owner = owners.setdefault(dimension.id, chosen.head.value.name)
            if owner != chosen.head.value.name:
                what = f"the dimension `{dimension.id}` is one of {owner} already"
                yield chosen.head.problem(what, "give it another id, here and in its files", "dimensions", index, "id")


def _check_own(chosen: IndicatorSetSource, *, complete: bool) -> Iterator[Problem]:
    known = [dimension.id for dimension in chosen.head.value.dimensions]
    for file in chosen.dimensions:
        if known.count(file.value.dimension) != 1:
            what = f"the dimension `{file.value.dimension}` is not listed once in set.yaml"
            yield file.problem(what, "correct the name here, or the list", "dimension")
    for index, dimension in enumerate(chosen.head.value.dimensions):
        written = sum(len(each.value.indicators) for each in chosen.dimensions if each.value.dimension == dimension.id)
        if written != dimension.count and complete:
            what = f"the dimension `{dimension.id}` has {written} indicators, not {dimension.count}"
            yield chosen.head.problem(what, "add what is missing, or correct the count", "dimensions", index, "count")


def check_named_sets(sources: Sources) -> Iterator[Problem]:
    """Rules name sets that are pinned, each once; a label's rules neither name an add-on nor read its indicators."""
    known = [each.head.value.name for each in sources.indicator_sets]
    for level in sources.levels:
        for requirement in level.requirements:
            names = _sets(requirement.value.rule)
            for position, name in enumerate(names):
                if name in names[:position]:
                    what = f"{requirement.value.id}: the set `{name}` is named twice"
                    yield requirement.problem(what, "name it once", "rule", "sets", position)
                elif name not in known and not sources.unread:
                    what = f"{requirement.value.id}: no set of indicators is called `{name}`"
                    remedy = f"name one of {', '.join(known)}, without its version, or pin it"
                    yield requirement.problem(what, remedy, "rule", "sets", position)
        if level.head.value.level in get_args(LabelId):
            yield from _check_label(level, sources)


def _check_label(level: LevelSource, sources: Sources) -> Iterator[Problem]:
    addons = sources.of_role("addon")
    names = {each.head.value.name for each in addons}
    owners = {each.value.id: chosen.head.value.name for chosen in addons for each in chosen.indicators}
    remedy = "put this requirement into a level of your own: an add-on changes no label"
    for requirement in level.requirements:
        rule = requirement.value.rule
        for position, name in enumerate(_sets(rule)):
            if name in names:
                what = f"{requirement.value.id}: {level.head.value.level} is a label, and `{name}` an add-on"
                yield requirement.problem(what, remedy, "rule", "sets", position)
        key, read = _read(rule)
        if read in owners:
            what = f"{requirement.value.id}: {level.head.value.level} is a label, and {read} is of {owners[read]}"
            yield requirement.problem(f"{what}, an add-on", remedy, "rule", key)


def _sets(rule: Rule) -> tuple[str, ...]:
    return (rule.sets or ()) if isinstance(rule, MinimaRule | ScoreFloorRule) else ()


def _read(rule: Rule) -> tuple[str, str]:
    """Return the one question that a rule reads, and its key; nothing for rules that read none or many."""
    if isinstance(rule, ChoiceRule):
        return "item", rule.item
    return ("indicator", rule.indicator) if isinstance(rule, CountRule | ShareRule) else ("", "")


SET_CHECKS: tuple[Callable[[Sources], Iterator[Problem]], ...] = (
    check_roles,
    check_minimum,
    check_dimensions,
    check_named_sets,
)
