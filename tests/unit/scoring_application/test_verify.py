"""Recomputing finds what was changed, lost or left behind."""

from datetime import date

import pytest

from services.scoring.application.fold import results
from services.scoring.application.verify import differences, history_of
from services.scoring.domain.readiness import Readiness
from tests.support.events import members, registered, submitted
from tests.support.scoring import TODAY, catalogues

CRITERIA = catalogues()
RAW = [
    event.encode()
    for event in (
        registered(1),
        submitted(1, "first", members(18), date(2026, 11, 2), sequence=2),
        submitted(1, "second", members(13), date(2026, 11, 16), sequence=3),
    )
]


@pytest.fixture
def stored() -> list[Readiness]:
    return [result for _, result in results(history_of(RAW), CRITERIA, TODAY)]


def test_an_honest_store_has_no_differences(stored: list[Readiness]) -> None:
    assert differences(RAW, stored, CRITERIA, TODAY) == []
    assert differences(RAW[::-1], stored, CRITERIA, TODAY) == []


def test_a_changed_byte_is_detected(stored: list[Readiness]) -> None:
    tampered = [raw.replace(b'"committed":13', b'"committed":15') for raw in RAW]
    assert tampered != RAW
    assert len(differences(tampered, stored, CRITERIA, TODAY)) == 2


def test_a_lost_event_is_detected(stored: list[Readiness]) -> None:
    found = differences(RAW[:2], stored, CRITERIA, TODAY)
    assert any("should be gone" in line for line in found)


def test_a_lost_result_is_detected(stored: list[Readiness]) -> None:
    [line] = differences(RAW, stored[:1], CRITERIA, TODAY)
    assert line.endswith("no result is stored")
