"""Which sentences a rule needs: its outcomes, and the arguments each of them brings (`rules.py`)."""

from collections.abc import Mapping

from shared.catalogue.rules import (
    AreasRule,
    AskRule,
    ChoiceRule,
    CountRule,
    FirstBenchmarkingRule,
    InterviewRule,
    MinimaRule,
    Rule,
    ScoreFloorRule,
    ShareRule,
    WindowRule,
)

Outcomes = dict[str, frozenset[str]]

_FIXED: Mapping[type[Rule], Mapping[str, str]] = {
    InterviewRule: {"met": "on", "awaited": ""},
    ShareRule: {"met": "part whole", "not_met": "part whole", "unanswered": ""},
    FirstBenchmarkingRule: {"met": "on", "unanswered": "", "missing": "earliest"},
    WindowRule: {
        "met": "first second",
        "late": "first second until",
        "early": "first second earliest",
        "not_open": "first earliest until",
        "open": "first until",
        "past": "first until",
        "no_first": "earliest",
        "unsure": "first earliest until",
    },
    AreasRule: {
        "unnamed": "named required",
        "named": "named",
        "no_snapshot": "indicators",
        "not_improved": "indicators before after",
        "improved": "indicators before after",
        "unproven": "indicators before after",
        "unanswered": "indicators before after",
    },
    MinimaRule: {
        "unanswered": "required",
        "not_applicable": "required",
        "below": "required low high",
        "met": "required low high",
        "unproven": "required low high",
        "assumed": "required low high",
        "gate_unanswered": "",
        "gate_no": "",
        "gate_unproven": "",
        "gate_met": "",
        "ask": "",
    },
    ScoreFloorRule: dict.fromkeys(
        ("met", "assumed", "unproven", "unanswered", "short"), "required max low high percent"
    ),
    AskRule: {"ask": ""},
}
ABOUT_INDICATOR = frozenset({"indicator", "evidence", "condition"})
"""Placeholders that the wording fills in from the catalogue: number and name, expected evidence, a gate's text."""


def outcomes(rule: Rule) -> Outcomes:
    """Return the outcomes of `rule`, each with the names of the arguments that its sentence may use."""
    if isinstance(rule, ChoiceRule):
        fixed = {"met": "answer", "not_met": "answer", "unanswered": ""}
        return _split(fixed if rule.fact is None else {**fixed, "by_register": "fact"})
    if isinstance(rule, CountRule):
        basic = f"required {rule.field}"
        fixed = {"met": basic, "below": basic, "unproven": f"{basic} proven missing", "unanswered": "required"}
        return _split(fixed if rule.fact is None else {**fixed, "below_by_register": f"{basic} source"})
    found = _split(_FIXED[type(rule)])
    if isinstance(rule, MinimaRule):
        return {outcome: names | ABOUT_INDICATOR for outcome, names in found.items()}
    return found


def refinable(rule: Rule) -> tuple[str, ...]:
    """Return the outcomes that may have a sentence of their own for each answer: `listed_not_met_in_preparation`."""
    return ("met", "not_met") if isinstance(rule, ChoiceRule) else ()


def _split(fixed: Mapping[str, str]) -> Outcomes:
    return {outcome: frozenset(names.split()) for outcome, names in fixed.items()}
