"""Add-on indicators by data alone: answered, scored, shown, judged by a level of one's own – and no label changes."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scoring.adapters.catalogues import FileCatalogues
from services.scoring.adapters.files import read_exported
from services.scoring.adapters.mongo.codec import decode_readiness, encode_readiness
from services.scoring.application.fold import results
from services.scoring.application.wire import readiness_assessed
from services.scoring.domain.confirmations import Confirmation, confirm
from services.scoring.domain.document import to_document
from services.scoring.domain.events import Answer
from services.scoring.domain.order.find import possible_order
from services.scoring.domain.readiness import Readiness
from shared.catalogue.answers import GivenAnswer, check_answers
from shared.catalogue.findings import InputMessage
from shared.catalogue.indicators import check_area
from shared.catalogue.loader import load_catalogue
from shared.catalogue.model import Catalogue
from shared.catalogue.wording import Wording
from tests.support.golden import Golden, cases, catalogues
from tests.support.histories import NOT_APPLICABLE, UNKNOWN, Story, said
from tests.support.national import ADDON, BUNDLE, LEVEL, national_catalogues
from tests.support.result_cases import answers as answers_of
from tests.support.results import level_of, outcome, readiness_of

ON = date(2026, 11, 16)
LABELS = ("bronze", "silver", "gold")
ANSWERED = {"lt.1": said(sources=3), "lt.2": said(reserve=True), "lt.3": said(level=4, partners=7)}
COMMITTED = catalogues().named(BUNDLE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return national_catalogues(tmp_path_factory.mktemp("national"))


@pytest.fixture(scope="module")
def national(folder: Path) -> Catalogue:
    return load_catalogue(folder, BUNDLE)


def label_part(readiness: Readiness) -> bytes:
    """Return what a result says of the labels, as bytes; digests name the criteria and are left out."""
    document: dict[str, Any] = to_document(readiness)
    own = {each.id for each in COMMITTED.indicators.indicators}
    document["levels"] = [each for each in document["levels"] if each["level"] in LABELS]
    document["indicators"] = [each for each in document["indicators"] if each["id"] in own]
    document.pop("addons", None)
    del document["passport"]["catalogue_sha256"], document["passport"]["substance"]
    return json.dumps(document).encode()


def story(answers: dict[str, Answer], *areas: tuple[str, ...], proven: tuple[str, ...] = ()) -> Story:
    """Tell of a strong cluster that stated less at its first interview, and answers the add-on now."""
    told = Story()
    first = told.assessed(date(2025, 4, 10), answers_of(catalogues(), 2), catalogue=BUNDLE)
    told.benchmarked(date(2025, 4, 20), snapshot=first)
    told.assessed(date(2026, 11, 1), answers_of(catalogues(), 5) | answers, areas, catalogue=BUNDLE)
    told.attached(date(2026, 11, 1), "4.1.2", "2.1", *proven)
    return told


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_no_committed_result_changes_for_a_label(case: Golden, folder: Path) -> None:
    history = read_exported(case.history).history
    (_, before), (_, after) = (results(history, each, case.on)[-1] for each in (catalogues(), FileCatalogues(folder)))
    assert label_part(after) == label_part(before)
    assert {"addons", "set"}.isdisjoint({*to_document(before), *to_document(before)["indicators"][0]})


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_nothing_said_of_an_add_on_changes_a_label(national: Catalogue, data: st.DataObject) -> None:
    kinds = {name: [answer, UNKNOWN, NOT_APPLICABLE, None] for name, answer in ANSWERED.items()}
    drawn = {name: data.draw(st.sampled_from(kind)) for name, kind in kinds.items()}
    given_answers = {name: answer for name, answer in drawn.items() if answer is not None}
    proven = tuple(data.draw(st.sets(st.sampled_from(sorted(ANSWERED)))))
    areas = [tuple(data.draw(st.sets(st.sampled_from(["4.1.2", "2.1", "4.3"]), min_size=1))) for _ in range(3)]
    with_addon = [(*area, *data.draw(st.sets(st.sampled_from(sorted(ANSWERED))))) for area in areas]
    asked = readiness_of(story(given_answers, *with_addon, proven=proven), ON, national)
    never_asked = readiness_of(story({}, *areas), ON, COMMITTED)
    for mine, theirs in zip(asked.levels, never_asked.levels, strict=False):
        assert (mine.level, mine.verdict, mine.rests_on) == (theirs.level, theirs.verdict, theirs.rests_on)
        assert [(each.item, each.outcome.state, each.outcome.awaits) for each in mine.requirements] == [
            (each.item, each.outcome.state, each.outcome.awaits) for each in theirs.requirements
        ]
    assert asked.points == never_asked.points


def test_an_add_on_has_points_of_its_own_beside_the_labels(national: Catalogue) -> None:
    document = to_document(readiness_of(story(ANSWERED, proven=("lt.3",)), ON, national))
    assert document["points"]["max"] == 150
    assert document["addons"] == [
        {"set": ADDON, "declared": {"low": 7, "high": 7}, "backed": {"low": 4, "high": 7}, "max": 10}
    ]
    sets = {each["id"]: each.get("set") for each in document["indicators"]}
    assert {name for name, chosen in sets.items() if chosen == ADDON} == set(ANSWERED)
    assert sets["4.1.2"] is None


@pytest.mark.parametrize(
    ("answers", "proven", "verdict"),
    [
        ({}, (), "cannot_tell"),
        ({"lt.1": said(sources=1)}, (), "not_yet"),
        (ANSWERED | {"lt.3": said(level=4, partners=2)}, (), "not_yet"),
        (ANSWERED, (), "ready_if_confirmed"),
        (ANSWERED, ("lt.1", "lt.2", "lt.3"), "ready_if_confirmed"),
    ],
)
def test_the_level_is_judged_on_the_sets_that_it_names(
    national: Catalogue, answers: dict[str, Answer], proven: tuple[str, ...], verdict: str
) -> None:
    result = readiness_of(story(answers, proven=proven), ON, national)
    assert level_of(result, LEVEL).verdict == verdict
    assert outcome(result, "lt.addon").arguments["max"] == 10
    assert outcome(result, "lt.together").arguments["max"] == 160
    assert outcome(result, "gold.floor").arguments["max"] == 150
    minima = [each.item.id for each in level_of(result, LEVEL).requirements if each.item.kind == "minimum"]
    assert minima == ["minimum.lt.1", "minimum.lt.3"]


def test_the_least_effort_to_it_works_on_its_sets_only(national: Catalogue) -> None:
    told = story({"lt.1": said(sources=1)}, proven=tuple(each.id for each in national.indicators.indicators))
    order = possible_order(told.history, national, ON, told.history.assessments[-1].id, LEVEL)
    assert {change.question for change in order.changes} == {"lt.1", "lt.3"}
    assert (order.reaches, order.locked) == ("ready_if_confirmed", ())
    gold = possible_order(told.history, national, ON, told.history.assessments[-1].id, "gold")
    assert not {change.question for change in gold.changes} & set(ANSWERED)


def test_its_bands_can_be_confirmed_like_any_other(national: Catalogue) -> None:
    confirmed = confirm(national, [Confirmation("lt.3", "scoring", "agency", "paper", ON)])
    marks = {each.id: each.scoring.mark for each in confirmed.every_indicator}
    assert (marks["lt.3"], marks["4.1.2"]) == ("stated", "assumed")


def test_it_is_asked_like_any_other(national: Catalogue) -> None:
    assert check_answers({"lt.3": GivenAnswer({"level": 4, "partners": 7}, False, None)}, national) == []
    (finding,) = check_answers({"lt.1": GivenAnswer({"sources": 11}, False, None)}, national)
    assert finding.pointer == "/answers/lt.1/value/sources"


def test_no_area_of_improvement_may_name_it(national: Catalogue) -> None:
    (finding,) = check_area("/silver_areas/0/indicators", ["4.1.2", "lt.3"], national)
    assert (finding.pointer, finding.message) == ("/silver_areas/0/indicators/1", InputMessage.NOT_THE_LABELS)


def test_a_stored_result_is_read_again_also_one_from_before_there_were_sets(national: Catalogue) -> None:
    result = readiness_of(story(ANSWERED), ON, national)
    assert decode_readiness(encode_readiness(result)) == result
    plain = readiness_of(story({}), ON, COMMITTED)
    stored = json.loads(encode_readiness(plain))
    stored["indicators"] = [each[:5] for each in stored["indicators"]]
    del stored["addons"]
    assert decode_readiness(json.dumps(stored).encode()) == plain


def test_v1_of_the_event_is_the_labels_alone(national: Catalogue) -> None:
    data = readiness_assessed(
        readiness_of(story(ANSWERED), ON, national), cause="submission", current=True, previous=None
    )
    assert ([level.level for level in data.levels], data.points.max) == (list(LABELS), 150)


@pytest.mark.parametrize("language", ["lt", "en"])
def test_its_level_is_said_in_its_own_words(folder: Path, national: Catalogue, language: Any) -> None:
    wording = Wording.load(folder, BUNDLE)
    level = level_of(readiness_of(story(ANSWERED), ON, national), LEVEL)
    name = wording.level(LEVEL, language)
    assert name == {"lt": "Šalies lyderis", "en": "National leader"}[language]
    assert wording.verdict(LEVEL, level.verdict, language).startswith(name)
    for each in level.requirements:
        clause = wording.requirement(
            each.message, each.outcome.arguments, language, each.outcome.assumed, each.item.indicator
        )
        assert not set("{}") & set(clause)
