"""Whatever is sent, the answer is a problem or a receipt, never an error of ours; and only a receipt stores."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.contracts.registry import parse_event
from tests.support.intake_app import assessment, open_intake

PATHS = ("assessments", "benchmarkings", "consultancy-records", "evidence", "labels", "memberships", "labelling-steps")
ALLOWED = {202, 400, 403, 404, 415, 422}

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["2026-11-16", "0001-01-01", "9999-12-31", "1.5", "bronze", "link", "day", "import", "public"]),
)
names = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["value", "unknown", "evidence", "awarded", "level", "interview_on", "indicators", "1.1.2", "$ne"]),
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4))

CORRECT: dict[str, dict[str, Any]] = {
    "assessments": assessment(),
    "benchmarkings": {"interview_on": "2026-11-01", "mode": "video"},
    "consultancy-records": {"session_on": "2026-11-01", "hours": "2", "category": "legal", "provider": "LIC"},
    "evidence": {
        "indicators": ["1.1.2"],
        "kind": "link",
        "address": "https://x.example",
        "dated": "2026-11-01",
        "strength": "documented",
    },
    "labels": {"level": "bronze", "awarded": "2026-04-01", "valid_until": "2028-04-30"},
    "memberships": {"programme": "inolink", "joined": "2016-10-20"},
    "labelling-steps": {"level": "silver", "step": "booked", "on": "2026-11-01", "planned_on": "2026-12-03"},
}


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, bytes]:
    """A path, and a correct body for it with one field replaced, removed or added; or anything at all."""
    path = draw(st.sampled_from(PATHS))
    if draw(st.integers(0, 4)) == 0:
        return path, draw(st.binary(max_size=60) | values.map(lambda value: json.dumps(value).encode()))
    body: dict[str, Any] = dict(CORRECT[path])
    field = draw(st.sampled_from(sorted(body)) | names)
    if draw(st.booleans()):
        body[field] = draw(values)
    else:
        body.pop(field, None)
    return path, json.dumps(body).encode()


@settings(max_examples=100, deadline=None)
@given(st.lists(bodies(), min_size=1, max_size=5))
async def test_no_body_breaks_intake(sent: list[tuple[str, bytes]]) -> None:
    async with open_intake() as intake:
        cluster = await intake.register()
        accepted = 1
        for path, raw in sent:
            answer = await intake.post(f"/api/v1/clusters/{cluster}/{path}", raw)
            assert answer.status_code in ALLOWED, (path, raw, answer.text)
            accepted += answer.status_code == 202
        assert len(intake.events.events) == accepted
        for stored in intake.events.events.values():
            event = parse_event(stored.raw)
            assert event == stored.event
            assert event.day
