"""Catalogues for tests of the engine: one like that of 2013, and small ones whose answers can all be tried."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, Literal

from shared.catalogue.model import Catalogue, Indicator, Level, LevelId, Requirement

TEXT = {"lt": "tekstas", "en": "text"}
SAID = {"mark": "assumed", "source": "test"}
STATED = {"mark": "stated", "source": "test"}
REGIME = date(2019, 11, 15)
CATALOGUE_ID = "test@1"

MoreOrLess = Literal["more", "less"]
BANDS: dict[str, tuple[MoreOrLess, int, int, int]] = {
    "1.1.2": ("more", 0, 15, 40),
    "1.2": ("more", 0, 50, 70),
    "2.3": ("less", 100, 20, 10),
    "2.5": ("more", 0, 30, 70),
    "2.6": ("more", 0, 15, 50),
    "3.1": ("more", 0, 12, 24),
    "3.2": ("more", 0, 20, 40),
    "4.1.5": ("less", 120, 36, 12),
    "4.4": ("more", 0, 50, 80),
    "5.1": ("more", 0, 3, 12),
}
"""Direction, none, baseline, excellent (`rules.md` 2, `domain.md` 2.3)."""

AUDITED = [
    "1.1.0",
    "1.1.1",
    "1.1.2",
    "2.1",
    "2.2.2",
    "2.4",
    "2.5",
    "2.6",
    "2.7",
    "4.1.1",
    "4.1.2",
    "4.1.3",
    "4.1.4",
    "4.1.5",
    "4.1.6",
    "4.3",
    "4.4",
    "4.6.1",
    "4.6.2",
]
ADVISORY = ("5.2", "5.3")
NOT_AUDITED = ["1.2", "2.2.1", "2.2.3", "2.2.4", "2.3", "3.1", "3.2", "4.2", "4.5", "5.1"]
ALL = sorted((*AUDITED, *ADVISORY, *NOT_AUDITED))
TYPES = ("industry", "sme", "research", "public", "other")


def field(name: str, kind: str = "integer", maximum: int | None = None) -> dict[str, Any]:
    """Return an answer field."""
    return {"name": name, "type": kind, "label": TEXT, "maximum": maximum}


def question(name: str, fields: Sequence[dict[str, Any]], months: int | None = 24) -> dict[str, Any]:
    """Return what indicators and items share."""
    return {
        "id": name,
        "name": TEXT,
        "question": TEXT | STATED,
        "fields": list(fields),
        "evidence": TEXT | STATED,
        "effort": {"per_step": 1} | SAID,
        "shelf_life": {"months": months} | SAID,
        **STATED,
    }


def indicator(
    name: str,
    scoring: dict[str, Any],
    fields: Sequence[dict[str, Any]],
    *,
    required: bool | Literal["none"] | None = True,
    months: int | None = 24,
    mark: str = "assumed",
) -> Indicator:
    """Return an indicator; `required` "none": it has no minimum, None: nobody knows."""
    minimum = None if required == "none" else {"required": required, "mark": mark, "source": "test"}
    return Indicator.model_validate(
        question(name, fields, months)
        | {
            "dimension": name[0],
            "scoring": scoring | {"mark": mark, "source": "test"},
            "audited_for_silver": None if required is None else required is True,
            "minimum": minimum,
            "consultancy": "strategy",
        }
    )


def levels(name: str, *, extra: Sequence[str] = (), **options: Any) -> Indicator:
    """Return an indicator of described levels."""
    fields = [*(field(each, maximum=100_000) for each in extra), field("level", "level", 5)]
    return indicator(name, {"kind": "levels", "baseline": TEXT, "excellent": TEXT}, fields, **options)


def band(name: str, direction: MoreOrLess, none: int, baseline: int, excellent: int, **options: Any) -> Indicator:
    """Return an indicator with a numeric band; 1.1.2 is the one that counts members, the others are percentages."""
    count = name == "1.1.2"
    value = "committed" if count else "value"
    scoring = {"kind": "band", "field": value, "direction": direction, "none": none}
    scoring |= {"baseline": baseline, "excellent": excellent}
    return indicator(name, scoring, [field(value, maximum=100_000 if count else 100)], **options)


def gate(name: str = "1.1.0", **options: Any) -> Indicator:
    """Return the yes/no gate."""
    scoring = {"kind": "gate", "field": "all_signed", "text": TEXT}
    return indicator(name, scoring, [field("all_signed", "boolean")], months=None, **options)


def requirement(name: str, rule: dict[str, Any], message: str, **options: Any) -> Requirement:
    """Return a requirement of a level."""
    return Requirement.model_validate(
        {"id": name, "rule": rule, "message": message, "name": TEXT, "consultancy": "label"} | STATED | options
    )


def eligibility() -> list[Requirement]:
    """Return the conditions of eligibility in force since 15 November 2019."""
    since = {"applies_from": REGIME}
    initiative = {"kind": "choice", "item": "eligibility.initiative", "field": "kind", "fact": "sector"}
    listed = {"kind": "choice", "item": "eccp.listed", "field": "listed", "met": ("yes", "waived")}
    members = {"kind": "count", "indicator": "1.1.2", "field": "committed", "at_least": 15, "fact": "members_total"}
    private = {"kind": "share", "indicator": "1.1.1", "part": TYPES[:2], "whole": TYPES, "more_than_percent": 50}
    return [
        requirement(
            "eligibility.initiative",
            initiative | {"met": ("technological", "sectoral", "regional")},
            "initiative",
            **since,
        ),
        requirement("eligibility.members", members, "members", **since),
        requirement("eligibility.private", private, "private", **since),
        requirement("eccp.listed", listed, "listed", **since),
        requirement("eligibility.third", {"kind": "ask"}, "third", mark="unknown", advisory=True, **since),
    ]


def bronze() -> Level:
    """Return Bronze as `rules.md` 4 has it."""
    return level("bronze", [requirement("bronze.interview", {"kind": "interview"}, "interview"), *eligibility()])


def silver(areas: int = 3, *, eligible: bool = True) -> Level:
    """Return Silver as `rules.md` 4 has it."""
    window = {"kind": "window", "from_months": 18, "to_months": 24}
    own = [
        requirement("silver.first", {"kind": "first_benchmarking"}, "first"),
        requirement("silver.second", window, "second"),
        requirement("silver.areas", {"kind": "areas", "count": areas}, "areas"),
        requirement("silver.minima", {"kind": "minima"}, "minimum", mark="inferred"),
    ]
    return level("silver", [*own, *(eligibility() if eligible else ())])


def gold(percent: int | None = None, *, eligible: bool = True) -> Level:
    """Return Gold as `rules.md` 4 has it."""
    own = [
        requirement("gold.floor", {"kind": "score_floor", "percent": percent}, "floor"),
        requirement("gold.minima", {"kind": "minima"}, "minimum", mark="inferred"),
        requirement("gold.bronze", {"kind": "ask"}, "bronze_before", mark="unknown", advisory=True),
    ]
    return level("gold", [*own, *(eligibility() if eligible else ())])


def level(name: LevelId, requirements: Sequence[Requirement]) -> Level:
    """Return a level."""
    return Level.model_validate({"level": name, "name": TEXT, "subtitle": TEXT, "requirements": tuple(requirements)})


def catalogue(
    indicators: Sequence[Indicator], of_levels: Sequence[Level], *, name: str = "test", **options: Any
) -> Catalogue:
    """Return a catalogue of these indicators and levels, with the real terms of labels."""
    choices = [{"id": each, "label": TEXT} for each in ("technological", "sectoral", "regional", "other")]
    listing = [{"id": each, "label": TEXT} for each in ("yes", "waived", "in_preparation", "no")]
    items = (
        question("eligibility.initiative", [field("kind", "choice") | {"choices": choices}]),
        question("eccp.listed", [field("listed", "choice") | {"choices": listing}]),
    )
    sets = {"version": 1, "title": TEXT}
    plain = {"fields": STATED, "consultancy": STATED}
    indicator_set = {
        "name": "indicators",
        "origins": plain | {"audited_for_silver": STATED, "not_applicable": SAID},
        "dimensions": (),
        "indicators": tuple(indicators),
    }
    return Catalogue.model_validate(
        {
            "name": name,
            "version": 1,
            "title": TEXT,
            "in_force_from": date(2013, 1, 1),
            "sha256": "0" * 64,
            "floor": {"percent": 80} | STATED,
            "indicators": sets | indicator_set,
            "item_sets": (sets | {"name": "items", "origins": plain, "items": items},),
            "validity": sets | {"name": "validity"} | _validity(),
            "evidence_map": sets | {"name": "map", "routes": ()},
            "benchmark": sets | STATED | {"name": "benchmark", "expected": 36, "complete": False, "topics": ()},
            "levels": tuple(of_levels),
        }
        | options
    )


def _validity() -> dict[str, Any]:
    inferred = {"mark": "inferred", "source": "test"}
    renewal = {"bronze": STATED, "silver": inferred, "gold": inferred}
    terms = [
        {"level": name, "first": {"years": 2} | STATED, "renewal": {"years": 3} | mark}
        for name, mark in renewal.items()
    ]
    return {"terms": terms, "renewable": {"months": 12} | STATED, "end_of_month": inferred}


@cache
def full(mark: str = "assumed") -> Catalogue:
    """Return a catalogue like that of 2013: 31 indicators and the three labels; `mark`: of every threshold."""
    return catalogue([_like_2013(name, mark) for name in ALL], [bronze(), silver(), gold()])


def _like_2013(name: str, mark: str) -> Indicator:
    required: bool | Literal["none"] | None = True if name in AUDITED else None if name in ADVISORY else "none"
    if name == "1.1.0":
        return gate(required=required, mark=mark)
    if name in BANDS:
        return band(name, *BANDS[name], required=required, mark=mark)
    months = 36 if name == "4.1.2" else 24
    return levels(name, extra=TYPES if name == "1.1.1" else (), required=required, months=months, mark=mark)
