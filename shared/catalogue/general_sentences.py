"""Sentences that belong to no requirement but to every result: verdicts, held labels, what is awaited."""

from collections.abc import Iterable, Mapping
from typing import get_args

from shared.catalogue.values import LabelId

VERDICTS = ("not_yet", "cannot_tell", "ready_if_confirmed", "ready_to_contact")


_STEPS = ("contacted", "booked", "interviewed", "report", "awarded", "refused", "withdrawn")

CALENDAR: Mapping[str, str] = {
    **dict.fromkeys(("calendar_awarded", "calendar_reported", "calendar_renewed_early"), "level day"),
    **dict.fromkeys(("calendar_expires", "calendar_renewable_until", "calendar_lapses"), "level day"),
    "calendar_interviewed": "day",
    **dict.fromkeys(("calendar_window_opens", "calendar_window_closes"), "level day first"),
    "calendar_first_today": "level day on",
    **{f"calendar_step_{step}": "level day" for step in _STEPS},
    **dict.fromkeys(("calendar_planned", "calendar_planned_passed"), "level day"),
    **dict.fromkeys(("calendar_interview_by", "calendar_interview_by_passed"), "level day deadline"),
    **dict.fromkeys(("calendar_agree_by", "calendar_agree_by_passed"), "level day interview"),
    **dict.fromkeys(("calendar_prepare_from", "calendar_prepare_from_passed"), "level day interview"),
    "follows_contact": "contact",
    "follows_visit": "who visit",
    "follows_preparation": "months",
    "follows_report": "weeks",
    "follows_fee": "euro what",
    "fee_named": "euro what",
}
"""Sentences of the label calendar, and of what follows once an expert can be contacted."""

ADVICE: Mapping[str, str] = {
    **dict.fromkeys(("order_raise", "order_answer"), "name points value evidence"),
    "order_document": "name evidence",
    **dict.fromkeys(("order_at_least", "order_at_most"), "field value"),
    "order_choice": "name answers",
    "order_quoted": "answer",
    "order_or": "",
    "order_count": "name at_least evidence",
    "order_share": "name percent",
    "order_yes": "name condition evidence",
    "order_areas": "names",
    "order_effort": "effort",
    **dict.fromkeys(("order_equal", "order_very_many"), "sets"),
    "order_not_before": "day",
    **dict.fromkeys(("order_open", "order_sharing", "order_locked", "order_afterwards", "order_nothing"), ""),
    "area_sure": "names before after",
    "area_possible": "names before declared backed evidence",
    "area_assumed": "least",
    **dict.fromkeys(("area_passed", "area_unproven", "area_below"), "assumed"),
    **dict.fromkeys(("area_not_asked", "area_no_benchmarking", "area_no_snapshot", "area_no_assessment"), ""),
    **dict.fromkeys(("area_same_assessment", "area_not_improved", "area_yours"), ""),
    "offer": "day category attach",
    **dict.fromkeys(("offer_no_proof", "offer_nothing"), ""),
}
"""Sentences of what the software proposes: one possible order, areas to be named, records to look into."""


def general(levels: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    """Return each sentence with the placeholders it may use; `messages.{lt,en}.po` must have them all.

    The three labels can be held under every catalogue; `levels` are those that it judges, each with what its `process`
    can fill into the sentence of what follows (`Process.figures`).
    """
    names: dict[str, str] = {
        "indicator_named": "id name",
        "assumed_added": "clause",
        "assumed_word": "",
        "disclaimer": "",
        "demo_banner": "",
        "estimate": "on",
        "unmet_some": "unmet known",
        "unmet_none": "",
        "only_thresholds": "",
        "held_nothing": "",
        "held_none": "level",
        "held_unknown": "level",
        "held_valid": "level until",
        "held_expired_renewable": "level until renewable",
        "held_lapsed": "level until",
        "held_unknown_dated": "level",
        "held_valid_undated": "level",
        "held_expired_renewable_undated": "level",
        "held_lapsed_undated": "level",
        "date_certificate": "",
    }
    names |= {**CALENDAR, **ADVICE}
    names |= {f"date_computed_{mark}": "" for mark in ("stated", "inferred", "assumed", "unknown")}
    names |= {f"mark_{mark}": "" for mark in ("stated", "inferred", "assumed", "unknown")}
    names |= {f"state_{state}": "" for state in ("met", "not_met", "unknown")}
    awaited = ("answer", "document", "review", "threshold", "interview", "scheme")
    names |= {f"awaits_{awaits}": "" for awaits in awaited}
    for level in {*get_args(LabelId), *levels}:
        figures = " ".join(levels.get(level, ()))
        names |= {f"level_{level}": "", f"next_{level}": figures, f"renewal_{level}": ""}
        names |= {f"verdict_{level}_{verdict}": "" for verdict in VERDICTS}
        names |= {f"verdict_{level}_ready_if_confirmed_counted": "open"}
    return {name: frozenset(arguments.split()) for name, arguments in names.items()}
