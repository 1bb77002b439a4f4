"""The order equals brute force: every treatment of every question, each judged by the engine (`mission.md` 6)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, product
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from services.scoring.domain.events import Answer
from services.scoring.domain.order.find import possible_order
from services.scoring.domain.readiness import RequirementResult
from shared.catalogue.model import Catalogue, Indicator
from tests.support.criteria import catalogue, levels, requirement, silver
from tests.support.criteria import level as level_with
from tests.support.histories import NOT_APPLICABLE, UNKNOWN, Story, said
from tests.support.results import level_of, readiness_of

ON = date(2025, 11, 16)
NAMES = ("2.1", "2.4", "3.2")
ANSWERS = (*(said(level=points) for points in range(6)), UNKNOWN, NOT_APPLICABLE)
LISTED = {"kind": "choice", "item": "eccp.listed", "field": "listed", "met": ("yes", "waived")}


class Treatment(NamedTuple):
    """What may be done about one indicator: nothing (None), or an answer with a paper; and what it costs."""

    answer: Answer | None
    effort: int


class Cluster(NamedTuple):
    """One random cluster with its random catalogue. `second`: the second interview, with its snapshot's answers."""

    catalogue: Catalogue
    before: Mapping[str, Answer]
    now: Mapping[str, Answer]
    proven: Sequence[str]
    areas: Sequence[Sequence[str]]
    second: Mapping[str, Answer] | None


def criteria(efforts: Sequence[int], minima: Sequence[Any], areas: int) -> Catalogue:
    """Return three indicators of these efforts, some with a minimum, listing and so many areas."""
    indicators = [
        _costing(levels(name, required=required), effort)
        for name, effort, required in zip(NAMES, efforts, minima, strict=True)
    ]
    own = silver(areas, eligible=False).requirements
    return catalogue(indicators, [level_with("silver", [*own, requirement("eccp.listed", LISTED, "listed", effort=2)])])


def _costing(indicator: Indicator, effort: int) -> Indicator:
    return indicator.model_copy(update={"effort": indicator.effort.model_copy(update={"per_step": effort})})


some_answers = st.fixed_dictionaries({name: st.sampled_from(ANSWERS) for name in NAMES})
some_names = st.lists(st.sampled_from(NAMES), unique=True)


@st.composite
def clusters(draw: st.DrawFn) -> Cluster:
    """Return a cluster with a first interview, and perhaps a second one whose snapshot no answer changes."""
    efforts = draw(st.tuples(*[st.integers(1, 3)] * 3))
    minima = draw(st.tuples(*[st.sampled_from((True, "none", None))] * 3))
    areas = draw(st.lists(st.lists(st.sampled_from(NAMES), min_size=1, unique=True), max_size=2))
    return Cluster(
        criteria(efforts, minima, draw(st.integers(1, 2))),
        draw(some_answers),
        draw(some_answers) | {"eccp.listed": said(listed=draw(st.sampled_from(("yes", "no"))))},
        draw(some_names),
        areas,
        draw(st.one_of(st.none(), st.none(), some_answers)),
    )


def told(cluster: Cluster) -> Story:
    """Return what happened to the cluster."""
    story = Story()
    story.benchmarked(date(2024, 2, 1), snapshot=story.assessed(date(2024, 1, 1), cluster.before))
    if cluster.second is not None:
        story.benchmarked(date(2025, 9, 1), snapshot=story.assessed(date(2025, 8, 1), cluster.second))
    story.assessed(date(2025, 10, 1), cluster.now, cluster.areas)
    if cluster.proven:
        story.attached(date(2025, 10, 2), *cluster.proven)
    return story


def treatments(indicator: Indicator, answer: Answer) -> Iterator[Treatment]:
    """Return everything that may be done about an indicator; nothing else about one that is not applicable."""
    yield Treatment(None, 0)
    if answer.not_applicable:
        return
    stated = 0 if answer.value is None else int(answer.value["level"])
    for points in range(1 if answer.value is None else stated, 6):
        yield Treatment(said(level=points), indicator.effort.per_step * max(1, points - stated))


def missing_areas(cluster: Cluster) -> Iterator[tuple[str, ...]]:
    """Return the indicators that may be named as an area each."""
    wanted = cluster.catalogue.levels[0].requirements[2].rule
    taken = {name for area in cluster.areas for name in area}
    free = [
        each.id
        for each in cluster.catalogue.indicators.indicators
        if each.id not in taken and not (each.minimum and each.minimum.required is None)
    ]
    return combinations(free, max(0, wanted.count - len(cluster.areas)))  # type: ignore[union-attr]  # an AreasRule


def settles(cluster: Cluster, chosen: Mapping[str, Treatment], named: tuple[str, ...]) -> bool:
    """Whether the engine finds nothing left that the cluster could settle."""
    story = told(cluster)
    changed = {name: each.answer for name, each in chosen.items() if each.answer is not None}
    areas = [*cluster.areas, *((name,) for name in named)]
    story.assessed(ON, {**cluster.now, **changed, "eccp.listed": said(listed="yes")}, areas)
    if changed:
        story.attached(ON, *changed)
    results = level_of(readiness_of(story, ON, cluster.catalogue), "silver").requirements
    return not any(map(is_left_to_the_cluster, results))


def is_left_to_the_cluster(result: RequirementResult) -> bool:
    item, outcome = result
    if item.advisory or item.kind == "window" or item.id == "silver.first":
        return False
    return outcome.state == "not_met" or outcome.awaits in ("answer", "document")


def brute_force(cluster: Cluster) -> tuple[int, int] | None:
    """Return the least effort, and in how many ways it can be spent; None: nothing settles everything."""
    indicators = cluster.catalogue.indicators.indicators
    found: dict[tuple[tuple[int, ...], tuple[str, ...]], int] = {}
    ways = [list(treatments(each, cluster.now[each.id])) for each in indicators]
    least: int | None = None
    for named in missing_areas(cluster):
        other = (2 if cluster.now["eccp.listed"] == said(listed="no") else 0) + (1 if named else 0)
        for chosen in product(*ways):
            efforts = tuple(each.effort for each in chosen)
            effort = sum(efforts) + other
            if (least is not None and effort > least) or (efforts, named) in found:
                continue
            if settles(cluster, dict(zip(NAMES, chosen, strict=True)), named):
                found[efforts, named] = effort
                least = effort
    return None if least is None else (least, list(found.values()).count(least))


@settings(deadline=None, max_examples=40)
@given(clusters())
def test_effort_and_number_of_equally_cheap_sets_are_those_of_brute_force(cluster: Cluster) -> None:
    history = told(cluster).history
    assert history.current is not None
    order = possible_order(history, cluster.catalogue, ON, history.current.id, "silver")
    expected = brute_force(cluster)
    if expected is None:
        assert order.locked
    else:
        assert not order.locked
        assert (order.effort, order.sets) == expected
