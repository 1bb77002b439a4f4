"""One cluster per case that a result page, or a list of results, can show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid5

from services.scoring.adapters.catalogues import FileCatalogues
from services.scoring.domain.events import Answer, Value
from tests.support.histories import Story, said
from tests.support.reviews import SUBMITTER, ReviewedStory

CATALOGUES = Path(__file__).parents[2] / "catalogues"
TODAY = date(2026, 11, 16)
SIGNED = date(2016, 10, 20)
SPACE = UUID("00000000-0000-5000-8000-00000000000b")
NUMBERS = {"share": 60, "months": 24, "leavers": 5, "mentions": 5, "committed": 18, "industry": 8, "sme": 6}


def cluster_id(name: str) -> str:
    """Return the id of one of `cases`."""
    return str(uuid5(SPACE, name))


@dataclass
class Case:
    """One cluster: what it is called and what happened to it."""

    names: Mapping[str, str]
    provenance: Literal["public", "synthetic"] | None = None
    story: Story = field(default_factory=Story)
    blocked: str | None = None


def answers(catalogue: FileCatalogues, level: int = 3, **changed: Answer) -> dict[str, Answer]:
    """Return an answer to every question; `changed` by id with `_` for `.`."""
    found: dict[str, Answer] = {}
    for question in catalogue.named("ecei@1").questions.values():
        values: dict[str, bool | int | str] = {}
        for each in question.fields:
            if each.type == "level":
                values[each.name] = level
            elif each.type == "boolean":
                values[each.name] = True
            elif each.type == "choice":
                values[each.name] = each.choices[0].id
            else:
                values[each.name] = NUMBERS.get(each.name, 1)
        found[question.id] = said(**values)
    return found | {name.replace("_", "."): answer for name, answer in changed.items()}


def _not_yet(catalogue: FileCatalogues) -> Story:
    story = Story(name="a")
    story.registered(sector="photonics")
    changed = {"1_1_2": said(committed=13), "eccp_listed": said(listed="no"), "4_1_6": said(level=0)}
    story.assessed(TODAY, answers(catalogue, **changed), catalogue="ecei@1")
    story.attached(TODAY, "4.1.2", "4.3", "2.1")
    return story


def _confirmed(catalogue: FileCatalogues) -> Story:
    story = Story(name="b")
    story.registered(date(2020, 1, 1), sector="photonics")
    first = story.assessed(date(2025, 4, 10), answers(catalogue, 2), catalogue="ecei@1")
    story.benchmarked(date(2025, 4, 20), snapshot=first)
    story.labelled("bronze", date(2025, 4, 30), valid_until=date(2027, 4, 30))
    areas = (("4.1.2", "4.1.3"), ("2.1",), ("4.3",))
    story.assessed(TODAY, answers(catalogue, 5), areas, catalogue="ecei@1")
    story.attached(TODAY, *(item for item in catalogue.named("ecei@1").questions if item[0].isdigit()))
    return story


def _listed(catalogue: FileCatalogues) -> Story:
    story = Story(name="c")
    story.registered(sector="photonics")
    story.assessed(TODAY, answers(catalogue), catalogue="ecei@1")
    story.attached(TODAY, "1.1.2")
    return story


def _public() -> Story:
    story = Story(name="d")
    story.registered(date(2016, 1, 4), sector="plastics", members_total=13)
    story.joined("inolink", SIGNED, joined=SIGNED)
    return story


def _vague() -> Story:
    story = Story(name="e")
    story.registered(date(2010, 1, 4), sector="food")
    story.labelled("bronze", date(2014, 1, 1), "year")
    story.labelled("silver", None, seen_on=date(2022, 11, 22))
    story.joined("inolink", SIGNED, joined=SIGNED)
    return story


def reviewed() -> Mapping[str, Case]:
    """Return a cluster whose reviews show every state of a decision once."""
    names = {"lt": "Pavyzdinis klasteris F", "en": "Example cluster F"}
    return {"reviewed": Case(names, "synthetic", _reviewed(FileCatalogues(CATALOGUES)))}


def _reviewed(catalogue: FileCatalogues) -> Story:
    story = ReviewedStory(name="f", criteria=catalogue.named("ecei@1"))
    sent, decided = date(2026, 11, 2), date(2026, 11, 9)
    assessment = story.assessed(sent, answers(catalogue), catalogue="ecei@1")
    story.attached(sent, "1.1.2", "4.1.2")
    found: dict[str, Mapping[str, Value] | None] = {"1.1.2": {"committed": 13}, "4.1.2": None, "2.1": {"level": 2}}
    story.decided(decided, assessment, {**found, "eccp.listed": {"listed": "in_preparation"}, "4.3": None})
    story.decided(decided, assessment, {"5.1": None}, decision="returned", due=date(2026, 12, 11))
    story.decided(decided, assessment, {"3.1": None}, independent=False)
    story.decided(decided, assessment, {"3.2": None}, decision="prechecked")
    story.decided(decided, assessment, {"2.4": None}, actor=SUBMITTER)
    story.disputed(date(2026, 11, 10), assessment, "2.1")
    story.decided(date(2026, 11, 11), assessment, {"2.1": None})
    story.attached(date(2026, 11, 12), "4.3")
    return story


def cases(catalogue: FileCatalogues) -> dict[str, Case]:
    """Return the clusters by a name for tests."""
    return {
        "not-yet": Case({"lt": "Pavyzdinis klasteris A", "en": "Example cluster A"}, "synthetic", _not_yet(catalogue)),
        "confirmed": Case(
            {"lt": "Pavyzdinis klasteris B", "en": "Example cluster B"}, "synthetic", _confirmed(catalogue)
        ),
        "contact": Case({"lt": "Pavyzdinis klasteris C", "en": "Example cluster C"}, "synthetic", _listed(catalogue)),
        "public": Case({"lt": "Lietuvos plastikų klasteris", "en": "Lithuanian Plastics Cluster"}, "public", _public()),
        "vague": Case({"lt": "Neaiškių datų klasteris", "en": "Cluster of vague dates"}, "public", _vague()),
        "hostile": Case(dict.fromkeys(("lt", "en"), "<script>alert(1)</script> & Co")),
        "blocked": Case(
            {"lt": "Užstrigęs klasteris", "en": "Stuck cluster"}, blocked="UnusableEventError: event 1: no such field"
        ),
    }
