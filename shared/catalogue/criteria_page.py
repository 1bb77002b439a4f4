"""The criteria on one page for an officer, made from the catalogue: `docs/criteria.md`.

Lithuanian stands first, English beside it; every value has its mark, every question and requirement its sources.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from shared.catalogue.criteria_facts import Fact, counted, sources, validity_facts
from shared.catalogue.criteria_process import process_facts
from shared.catalogue.criteria_rows import Row, indicator_rows, question_rows
from shared.catalogue.criteria_words import ADDON, CONSULTANCIES, NOT_APPLICABLE, SCORINGS, YES_NO, both, side_by_side
from shared.catalogue.model import (
    Catalogue,
    Indicator,
    IndicatorSet,
    Level,
    Mark,
    Origins,
    Question,
    Requirement,
    Sourced,
    Text,
)
from shared.catalogue.rules import MinimaRule, ScoreFloorRule
from shared.catalogue.typography import bind
from shared.catalogue.wording import Wording

MARKS: tuple[Mark, ...] = ("stated", "inferred", "assumed", "unknown")
COMMAND = "branda catalogue document"
HEAD = """\
# Kriterijai / Criteria

Šį puslapį iš katalogo `{bundle}` parengia komanda `{command}`; ranka jo netaisykite.

The command `{command}` makes this page from the catalogue `{bundle}`; do not edit it by hand.

**{disclaimer_lt} / {disclaimer_en}**

Kriterijai taisomi aplanko `catalogues/` failuose; kiekvieno failo pradžioje paaiškinta, ką reiškia kiekvienas žodis.
Skaičiai laužtiniuose skliaustuose – šaltiniai, išvardyti [domain.md](domain.md) 9 skyriuje.

The criteria are edited in the files of `catalogues/`; the head of each file explains every word in it. Numbers in
brackets are the sources listed in [domain.md](domain.md) 9.
"""
Lines = Iterator[str]
Marks = Mapping[Mark, str]


def criteria_page(wording: Wording) -> str:
    """Return the page, in Markdown, of the catalogue that `wording` speaks of."""
    catalogue = wording.catalogue
    marks = {mark: f"{wording.say(f'mark_{mark}', 'lt')} / {wording.say(f'mark_{mark}', 'en')}" for mark in MARKS}
    lines = [
        HEAD.format(
            bundle=catalogue.id,
            command=COMMAND,
            disclaimer_lt=wording.say("disclaimer", "lt"),
            disclaimer_en=wording.say("disclaimer", "en"),
        ),
        *_how_surely(catalogue, marks),
        *_labels(catalogue, marks),
        *_process(catalogue, marks),
        *_validity(catalogue, marks),
        *_overview(catalogue.indicators),
        *_indicators(catalogue.indicators, marks),
        *(line for addon in catalogue.addons for line in _addon(addon, marks)),
        *_check_lists(catalogue, marks),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _how_surely(catalogue: Catalogue, marks: Marks) -> Lines:
    yield "## Kaip patikimai žinoma / How surely it is known\n"
    yield from _paragraph(catalogue.indicators.note)
    kinds = dict(counted(catalogue))
    total = [value for values in kinds.values() for value in values]
    rows = [(side_by_side(what), *_counts(values)) for what, values in kinds.items()]
    yield from _table(("Reikšmės / Values", *marks.values()), [*rows, ("**Iš viso / Total**", *_counts(total))])
    yield "Kiek balų remiasi kokia riba ar lygiu / How many points rest on which bands and levels:\n"
    split = [_split(chosen) for chosen in (catalogue.indicators, *catalogue.addons)]
    yield from _table(("Balai / Points", *marks.values()), split)


def _split(chosen: IndicatorSet) -> tuple[str, ...]:
    """Return how many points of a set rest on which mark."""
    points = Counter[Mark]()
    for indicator in chosen.indicators:
        points[indicator.scoring.mark] += indicator.max_points
    of = both(f"Didžiausia balų suma – {chosen.max_points}", f"{chosen.max_points} points at most")
    name = "" if chosen.role == "label" else f"{side_by_side(chosen.title)}: "
    return f"{name}{side_by_side(of)}", *(str(points[mark]) for mark in MARKS)


def _counts(values: Iterable[Sourced]) -> list[str]:
    found = Counter(value.mark for value in values)
    return [str(found[mark]) for mark in MARKS]


def _labels(catalogue: Catalogue, marks: Marks) -> Lines:
    yield "## Žymos ir jų reikalavimai / Labels and their requirements\n"
    head = ("Reikalavimas / Requirement", "Taikoma nuo / Applies from", "Dokumentas / Document")
    for level in catalogue.levels:
        yield f"### {_label(level)}\n"
        rows = [_requirement(each, marks) for each in level.requirements]
        yield from _table((*head, "Konsultacija / Consultancy", "Patikimumas / Mark", "Šaltinis / Source"), rows)
    floor = catalogue.floor
    yield (
        f"Auksinei žymai reikia ne mažiau kaip {floor.percent} % didžiausios balų sumos – "
        f"{catalogue.floor_points} balų iš {catalogue.max_points} / Gold asks for at least {floor.percent} % of the "
        f"maximum, {catalogue.floor_points} of {catalogue.max_points} points: {marks[floor.mark]} ({floor.source}).\n"
    )


def _label(level: Level) -> str:
    return f"{side_by_side(level.name)} ({level.subtitle.en})"


def _requirement(requirement: Requirement, marks: Marks) -> tuple[str, ...]:
    name = side_by_side(requirement.name)
    if isinstance(requirement.rule, MinimaRule | ScoreFloorRule) and requirement.rule.sets:
        name += f" ({', '.join(requirement.rule.sets)})"
    if requirement.advisory:
        name += " – pasiteirauti eksperto / ask the expert"
    since = "visada / always" if requirement.applies_from is None else requirement.applies_from.isoformat()
    document = "–" if requirement.document is None else side_by_side(requirement.document)
    consultancy = "–" if requirement.consultancy is None else side_by_side(CONSULTANCIES[requirement.consultancy])
    return name, since, document, consultancy, marks[requirement.mark], requirement.source


def _process(catalogue: Catalogue, marks: Marks) -> Lines:
    for level in catalogue.levels:
        if level.process is not None:
            heading = both(f"{level.name.lt}: kas toliau", f"{level.name.en}: what follows")
            yield f"### {side_by_side(heading)}\n"
            yield from _facts(process_facts(level.process), marks)


def _validity(catalogue: Catalogue, marks: Marks) -> Lines:
    yield f"### {side_by_side(catalogue.validity.title)}\n"
    yield from _facts(validity_facts(catalogue.validity), marks)


def _facts(facts: Iterable[Fact], marks: Marks) -> Lines:
    rows = [(side_by_side(fact.head), side_by_side(fact.body), marks[fact.mark], fact.source) for fact in facts]
    yield from _table(("Kas / What", "Kiek / How long", "Patikimumas / Mark", "Šaltinis / Source"), rows)


def _addon(chosen: IndicatorSet, marks: Marks) -> Lines:
    """A set that a programme adds, told apart from the label's own."""
    rows = [*_overview(chosen)]
    yield rows[0]
    yield f"{ADDON.lt}: `{chosen.id}`.\n\n{ADDON.en}: `{chosen.id}`.\n"
    yield from _paragraph(chosen.note)
    yield from rows[1:]
    yield from _indicators(chosen, marks)


def _overview(chosen: IndicatorSet) -> Lines:
    yield f"## {side_by_side(chosen.title)}\n"
    rows = [
        (each.id, each.name.lt, each.name.en, side_by_side(SCORINGS[each.scoring.kind]), _minimum(each))
        for each in chosen.indicators
    ]
    silver = "Minimalusis reikalavimas / Minimum requirement"
    yield from _table(("Nr.", "Rodiklis", "Indicator", "Vertinimas / Scoring", silver), rows)


def _minimum(indicator: Indicator) -> str:
    return side_by_side(YES_NO[indicator.minimum.required if indicator.minimum is not None else False])


def _indicators(chosen: IndicatorSet, marks: Marks) -> Lines:
    origins = chosen.origins
    yield f"{NOT_APPLICABLE.lt}: {marks[origins.not_applicable.mark].split(' / ')[0]}.\n"
    yield f"{NOT_APPLICABLE.en}: {marks[origins.not_applicable.mark].split(' / ')[1]}.\n"
    for dimension in chosen.dimensions:
        yield f"### {side_by_side(dimension.name)}\n"
        for indicator in chosen.indicators:
            if indicator.dimension == dimension.id:
                yield f"#### {indicator.id} {side_by_side(indicator.name)}\n"
                yield from _rows(indicator_rows(indicator, origins), marks)
                yield from _sources(indicator, origins)


def _check_lists(catalogue: Catalogue, marks: Marks) -> Lines:
    yield "## Kontroliniai sąrašai / Check lists\n"
    for item_set in catalogue.item_sets:
        yield f"### {side_by_side(item_set.title)}\n"
        yield from _paragraph(item_set.note)
        for item in item_set.items:
            yield f"#### {side_by_side(item.name)}\n"
            yield from _rows(question_rows(item, item_set.origins), marks)
            yield from _sources(item, item_set.origins)


def _rows(rows: Iterable[Row], marks: Marks) -> Lines:
    said = [(side_by_side(row.head), row.body.lt, row.body.en, marks[row.mark]) for row in rows]
    yield from _table(("", "Lietuviškai", "English", "Patikimumas / Mark"), said)


def _sources(question: Question, origins: Origins) -> Lines:
    """List each source once, with what it is the source of."""
    yield "Šaltiniai / Sources:\n"
    for source, what in sources(question, origins).items():
        yield f"- {source}: {', '.join(map(side_by_side, what))}"
    yield ""


def _paragraph(text: Text | None) -> Lines:
    if text is not None:
        yield f"{text.lt}\n\n{text.en}\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Lines:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(bind(cell).replace('|', chr(92) + '|') for cell in row)} |"
    yield ""
