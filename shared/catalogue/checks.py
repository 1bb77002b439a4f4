"""What must hold across the parts of a catalogue and no single model can see: ids, bands, counts."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise

from shared.catalogue.message_checks import check_messages, check_whole_texts
from shared.catalogue.model import AnswerField, Band, DescribedLevels, Indicator
from shared.catalogue.problems import Problem
from shared.catalogue.requirement_checks import check_requirements
from shared.catalogue.set_checks import SET_CHECKS
from shared.catalogue.sources import Sources
from shared.catalogue.validation import LANGUAGES, Located

FIELD_TYPES = {"band": ("integer", "decimal"), "levels": ("level",), "gate": ("boolean",)}
"""Which answer fields each kind of scoring can read."""


def check(sources: Sources, published: bool = False) -> list[Problem]:
    """Return every problem between the parts that could be read.

    A `published` version cannot follow what later software asks of its general sentences; see `completing.py`.
    """
    found: list[Problem] = []
    for step in CHECKS if published else (*CHECKS, check_whole_texts):
        found.extend(step(sources))
    return found


def check_ids(sources: Sources) -> Iterator[Problem]:
    """No id may name two questions, whatever the set."""
    first: dict[str, str] = {}
    for name, document, where in sources.ids:
        place = f"{document.file}:{document.line(where)}"
        if name in first:
            yield document.problem(where, f"the id `{name}` is already used ({first[name]})", "give it another id")
        first.setdefault(name, place)


def check_fields(sources: Sources) -> Iterator[Problem]:
    """Answer fields: one name once, limits in order, choices where there is something to choose."""
    for question in sources.questions():
        names = [field.name for field in question.value.fields]
        for index, field in enumerate(question.value.fields):
            at = ("fields", index)
            if names.index(field.name) != index:
                yield question.problem(f"the field `{field.name}` is written twice", "rename one of them", *at, "name")
            for what, remedy in _field_mistakes(field):
                yield question.problem(f"the field `{field.name}` {what}", remedy, *at)


def _field_mistakes(field: AnswerField) -> Iterator[tuple[str, str]]:
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        yield "has a minimum above its maximum", "exchange them"
    if field.type == "level" and (field.minimum, field.maximum) != (Decimal(0), Decimal(5)):
        yield "is a level without the limits 0 and 5", "write minimum: 0 and maximum: 5"
    if (field.type == "choice") != bool(field.choices):
        yield "has choices only if its type is choice, and then it must", "correct the type or the choices"
    ids = [choice.id for choice in field.choices]
    if len(ids) != len(set(ids)):
        yield "offers the same choice twice", "keep one of them"


def check_scoring(sources: Sources) -> Iterator[Problem]:
    """A band or gate reads only fields of its own indicator (`rules.md` 2), and a band keeps to its direction."""
    owners = {field: question.value.id for question in sources.questions() for field in question.value.by_field}
    for indicator in sources.indicators:
        scoring = indicator.value.scoring
        field = indicator.value.by_field.get(scoring.field)
        if field is None:
            owner = owners.get(scoring.field.rsplit(".", 1)[-1])
            whose = f"it belongs to {owner}" if owner else "nothing has it"
            own = ", ".join(indicator.value.by_field)
            what = (
                f"the scoring of {indicator.value.id} reads the field `{scoring.field}`, which is not its own: {whose}"
            )
            yield indicator.problem(what, f"name a field of this indicator ({own})", "scoring", "field")
            continue
        if field.type not in FIELD_TYPES[scoring.kind]:
            what = f"the scoring of {indicator.value.id} cannot read `{field.name}`, a field of type {field.type}"
            yield indicator.problem(what, f"use type {' or '.join(FIELD_TYPES[scoring.kind])}", "scoring", "field")
        if isinstance(scoring, Band):
            yield from _check_band(indicator, scoring, field)


def _check_band(indicator: Located[Indicator], band: Band, field: AnswerField) -> Iterator[Problem]:
    name = indicator.value.id
    if band.step <= 0:
        yield indicator.problem(f"{name}: the step is not above 0", "write a step above 0", "scoring", "step")
        return
    sign = 1 if band.direction == "more" else -1
    order = "none < baseline < excellent" if sign == 1 else "none > baseline > excellent"
    if not sign * band.none < sign * band.baseline < sign * band.excellent:
        what = f"{name}: the band runs against its direction `{band.direction}`"
        yield indicator.problem(what, f"put the values in the order {order}", "scoring", "baseline")
        return
    steps = [sign * threshold for threshold in band.thresholds]
    if any(low >= high for low, high in pairwise(steps)):
        values = ", ".join(map(str, band.thresholds))
        what = f"{name}: the bands overlap, 2, 3, 4 and 5 points begin at {values}"
        yield indicator.problem(what, "widen the band or take a smaller step", "scoring", "excellent")
    for key, value in (("none", band.none), ("baseline", band.baseline), ("excellent", band.excellent)):
        if _outside(value, field):
            what = f"{name}: `{key}` is {value}, a value that the field `{field.name}` cannot have"
            yield indicator.problem(what, "keep within the minimum and maximum of the field", "scoring", key)


def _outside(value: Decimal, field: AnswerField) -> bool:
    below = field.minimum is not None and value < field.minimum
    above = field.maximum is not None and value > field.maximum
    fraction = field.type == "integer" and value != value.to_integral_value()
    return below or above or fraction


def check_levels_texts(sources: Sources) -> Iterator[Problem]:
    """Each level of 1 to 5 is described, and none like another: the same text twice says nothing."""
    for indicator in sources.indicators:
        scoring = indicator.value.scoring
        if not isinstance(scoring, DescribedLevels):
            continue
        name = indicator.value.id
        for points in sorted({1, 2, 3, 4, 5} - scoring.texts.keys()):
            remedy = f"write it in both languages under `between:`, `{points}:`"
            yield indicator.problem(f"{name}: level {points} is not described", remedy, "scoring", "between")
        for language in LANGUAGES:
            first: dict[str, int] = {}
            for points, text in scoring.texts.items():
                words = getattr(text, language)
                if words in first:
                    what = f"{name}: levels {first[words]} and {points} have the same {LANGUAGES[language]} text"
                    yield indicator.problem(what, "describe the difference", "scoring", *_place(points))
                first.setdefault(words, points)


def _place(points: int) -> tuple[str, ...]:
    """Return where the text of a level stands."""
    return {2: ("baseline",), 5: ("excellent",)}.get(points, ("between", str(points)))


def check_whole(sources: Sources) -> Iterator[Problem]:
    """The bundle pins one set of each kind that may exist once; maps and lists name what exists."""
    if sources.head is None:
        return
    single = {
        "labels_validity": len(sources.validity),
        "evidence_map": len(sources.evidence_maps),
        "benchmark": len(sources.benchmarks),
    }
    for kind, found in single.items():
        if found != 1 and not sources.problems:
            yield sources.head.problem(f"{found} sets of the kind {kind} are pinned", "pin exactly one", "sets")
    yield from _check_terms(sources)
    for evidence_map in sources.evidence_maps:
        for index, route in enumerate(evidence_map.value.routes):
            for position, name in enumerate(route.indicators):
                if not sources.may_exist(name):
                    yield evidence_map.problem(
                        f"`{name}` is no indicator or item of this bundle",
                        "correct it",
                        "routes",
                        index,
                        "indicators",
                        position,
                    )
    for benchmark in sources.benchmarks:
        if benchmark.value.complete and len(benchmark.value.topics) != benchmark.value.expected:
            what = f"the set is called complete with {len(benchmark.value.topics)} of {benchmark.value.expected}"
            yield benchmark.problem(what, "write complete: false", "complete")


def _check_terms(sources: Sources) -> Iterator[Problem]:
    for validity in sources.validity:
        levels = sorted(term.level for term in validity.value.terms)
        if levels != ["bronze", "gold", "silver"]:
            yield validity.problem(f"terms are given for {levels}", "give each of the three labels one term", "terms")


def check_own_name(sources: Sources) -> Iterator[Problem]:
    """The folder's name is the bundle's."""
    if sources.head is not None:
        name = f"{sources.head.value.name}@{sources.head.value.version}"
        if name != sources.bundle:
            yield sources.head.problem(f"the bundle calls itself {name}", f"write {sources.bundle}", "name")


CHECKS: tuple[Callable[[Sources], Iterator[Problem]], ...] = (
    check_own_name,
    check_ids,
    check_fields,
    check_scoring,
    check_levels_texts,
    *SET_CHECKS,
    check_whole,
    check_requirements,
    check_messages,
)
