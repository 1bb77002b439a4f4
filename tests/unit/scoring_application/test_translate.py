"""Every event that scoring is sent reaches the fold, and survives the store's bytes."""

from pathlib import Path

import pytest

from services.scoring.adapters.kafka.handler import arrival
from services.scoring.adapters.mongo.codec import decode_event, encode_event, event_kind
from services.scoring.application.announce import CAUSES, NO_CAUSE
from services.scoring.application.translate import is_folded
from shared.contracts.common import REVIEWS, SUBMISSIONS
from shared.contracts.registry import EVENT_TYPES, parse_event
from shared.errors import PermanentError

SAMPLES = sorted((Path(__file__).parents[2] / "data" / "events").glob("*.json"))
FOLDED = [path for path in SAMPLES if path.name.split(".")[1] not in ("readiness", "catalogue")]
"""Results are no input, and criteria come by a way of their own."""


def test_every_type_of_its_topics_is_folded_and_is_somebodys_cause() -> None:
    ours = {data.TYPE for data in EVENT_TYPES if data.TOPIC in (SUBMISSIONS, REVIEWS)}
    assert ours == set(CAUSES) | NO_CAUSE
    assert not NO_CAUSE & set(CAUSES)
    assert ours == {parse_event(path.read_bytes()).type for path in FOLDED}


@pytest.mark.parametrize("path", FOLDED, ids=lambda path: path.stem)
def test_what_the_fold_reads_survives_the_store(path: Path) -> None:
    raw = path.read_bytes()
    arrived = arrival(raw, parse_event(raw).data.TOPIC)
    event = arrived.kept.event
    assert arrived.raw == raw
    assert decode_event(event_kind(event), encode_event(event)) == event
    assert len(encode_event(event)) < len(raw)


def test_our_own_results_are_no_input() -> None:
    [path] = (path for path in SAMPLES if "readiness" in path.name)
    assert not is_folded(parse_event(path.read_bytes()))
    with pytest.raises(PermanentError, match=r"branda\.readiness\.assessed\.v1 does not belong"):
        arrival(path.read_bytes(), SUBMISSIONS)


def test_an_event_on_anothers_topic_is_refused() -> None:
    with pytest.raises(PermanentError, match=r"does not belong on branda\.reviews"):
        arrival(FOLDED[0].read_bytes(), REVIEWS)
