"""The label calendar as `GET /api/v1/results/{cluster}/calendar` and `branda score FILE --calendar` give it."""

from typing import Any

from services.scoring.adapters.http.calendar_view import CalendarRow, calendar_row, following
from services.scoring.adapters.http.words import Words
from services.scoring.application.read_calendar import LabelCalendar, Way


def calendar_json(found: LabelCalendar, words: Words) -> dict[str, Any]:
    """Return a calendar as JSON values, with sentences in the reader's language."""
    return {
        "cluster": found.cluster or None,
        "on": found.on.isoformat(),
        "catalogue": found.catalogue,
        "entries": [_entry(calendar_row(entry, words)) for entry in found.entries],
        "levels": [_way(way, words) for way in found.ways],
        "disclaimer": words.say("disclaimer"),
    }


def _entry(row: CalendarRow) -> dict[str, Any]:
    entry = row.entry
    return {
        "date": entry.date.isoformat(),
        "precision": entry.precision,
        "kind": entry.kind,
        "level": entry.level,
        "mark": entry.mark,
        "source": entry.source,
        "passed": entry.passed,
        "message": entry.message,
        "arguments": dict(entry.arguments),
        "text": row.text,
    }


def _way(way: Way, words: Words) -> dict[str, Any]:
    return {
        "level": way.level,
        "purpose": way.purpose,
        "steps": [
            {
                "step": step.step,
                "on": step.on.isoformat(),
                "planned_on": None if step.planned_on is None else step.planned_on.isoformat(),
                "organisation": step.organisation,
            }
            for step in way.steps
        ],
        "follows": [
            {"what": each.what, "mark": each.mark, "source": each.source, "text": each.text}
            for each in following(way, words)
        ],
    }
