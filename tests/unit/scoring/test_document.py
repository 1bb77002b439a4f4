"""A result as JSON: what stands in it only sometimes, the one line of a list, and its one byte form (design 6)."""

import json
import math
from dataclasses import replace
from datetime import date

import pytest

from services.scoring.domain.document import canonical_bytes, encode, row, to_document
from services.scoring.domain.readiness import AddonPoints, Range, Readiness
from tests.support.histories import Story, said
from tests.support.results import readiness_of

ON = date(2026, 11, 16)


@pytest.fixture
def readiness() -> Readiness:
    story = Story()
    story.labelled("bronze", date(2025, 4, 30), valid_until=date(2027, 4, 30))
    story.assessed(ON, {"2.4": said(level=3)})
    return readiness_of(story, ON)


def test_what_is_not_there_is_not_written(readiness: Readiness) -> None:
    document = to_document(readiness)
    assert not {"addons", "reviews"} & set(document)
    assert "confirmations_sha256" not in document["passport"]
    assert all("set" not in indicator for indicator in document["indicators"])


def test_points_of_a_programme_stand_beside_those_of_the_label(readiness: Readiness) -> None:
    first, *others = readiness.indicators
    found = to_document(
        replace(
            readiness,
            indicators=(first._replace(set="lt-addon"), *others),
            addons=(AddonPoints("lt-addon", Range(2, 7), Range(0, 7), 10),),
        )
    )
    sums = {"set": "lt-addon", "declared": {"low": 2, "high": 7}, "backed": {"low": 0, "high": 7}, "max": 10}
    assert found["addons"] == [sums]
    assert [indicator.get("set") for indicator in found["indicators"][:2]] == ["lt-addon", None]
    assert found["indicators"][0]["id"] == first.id


def test_a_result_names_the_confirmations_that_it_rests_on(readiness: Readiness) -> None:
    passport = replace(readiness.passport, confirmations_sha256="c" * 64)
    assert to_document(replace(readiness, passport=passport))["passport"]["confirmations_sha256"] == "c" * 64


def test_a_list_has_what_is_held_the_verdicts_and_the_points(readiness: Readiness) -> None:
    whole = to_document(readiness)
    line = row(readiness)
    same = ("assessment", "on", "catalogue", "held", "points")
    assert {name: line[name] for name in same} == {name: whole[name] for name in same}
    assert line["held"][0]["valid_until"] == "2027-04-30"
    assert line["verdicts"] == {level["level"]: level["verdict"] for level in whole["levels"]}
    assert set(line) == {*same, "verdicts"}


def test_letters_stay_letters_and_a_number_that_is_none_is_refused(readiness: Readiness) -> None:
    assert encode({"b": "žyma", "a": [1, None]}) == '{"a":[1,null],"b":"žyma"}'.encode()
    assert json.loads(canonical_bytes(readiness)) == to_document(readiness)
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode(math.nan)
