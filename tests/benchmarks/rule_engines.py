"""For orientation: the gates of Bronze by two general rule engines, on the same answers, beside the fold's own judges.

The engines answer yes or no. The judges also tell what is awaited, from whom, what is missing and by which sentence;
`assess` does so for all levels, with points, proofs, labels and dates.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import zen
from json_logic import jsonLogic

from services.scoring.domain.assess import assess, situate
from services.scoring.domain.events import Answer, AssessmentSubmitted, Event
from services.scoring.domain.history import History
from services.scoring.domain.plan import plan_for
from services.scoring.domain.requirements.gates import choice, count, share
from services.scoring.domain.situation import Judge, Situation
from shared.catalogue.model import Catalogue, Requirement
from shared.catalogue.rules import ChoiceRule, CountRule, ShareRule
from tests.benchmarks.figures import Figure, Measure
from tests.benchmarks.workload import CATALOGUE, answers, arrivals, history
from tests.support.scoring import catalogues

ROUNDS = 5
CALLS = 300
DAY = date(2026, 11, 22)

GATES = (ChoiceRule, CountRule, ShareRule)
REFUSED: Mapping[str, Any] = {
    "eligibility.initiative": {"value": {"kind": "other"}},
    "1.1.2": {"value": {"committed": 13}},
    "eccp.listed": {"value": {"listed": "no"}},
}
"""Answers that three of the gates refuse."""

Answers = Mapping[str, Any]
Work = Callable[[], Sequence[bool]]


def measure() -> list[Figure]:
    """Return µs for the four gates by each engine, the fold's judges on the same answers beside them."""
    catalogue = catalogues().named(CATALOGUE)
    works = engines(catalogue, answers())
    _must_agree(works)
    _must_agree(engines(catalogue, answers() | REFUSED))
    whole = _whole(catalogue)
    times: dict[str, list[float]] = {name: [] for name in (*works, "assess")}
    for _ in range(ROUNDS):
        for name, work in (*works.items(), ("assess", whole)):
            begun = time.process_time()
            for _ in range(CALLS):
                work()
            times[name].append((time.process_time() - begun) / CALLS * 1e6)
    found = {name: Measure(tuple(each)) for name, each in times.items()}
    note = f"yes or no only; {CALLS} calls a round; the whole assess beside them: {found['assess'].median:.0f} µs"
    return [
        Figure(f"four gates of Bronze, CPU; bare: {name}", "µs", found["judges"], found[name], note=note)
        for name in works
        if name != "judges"
    ]


def engines(catalogue: Catalogue, given: Answers) -> dict[str, Work]:
    """Return how each engine decides the four gates on the same answers: yes or no, as stated."""
    gates = [each for each in catalogue.levels[0].requirements if isinstance(each.rule, GATES)]
    data = _data(gates, given)
    situation, judges = _situation(catalogue, given), [_judge(each) for each in gates]
    rules = [_json_logic(each) for each in gates]
    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(json.dumps(_decision(gates))))
    names = [each.id.replace(".", "_") for each in gates]

    def by_zen() -> list[bool]:
        result = decision.evaluate(data)["result"]
        return [result[name] for name in names]

    return {
        "judges": lambda: [_holds(judge, situation) for judge in judges],
        "json-logic": lambda: [bool(jsonLogic(rule, data)) for rule in rules],
        "zen-engine": by_zen,
    }


def _must_agree(works: Mapping[str, Work]) -> None:
    said = {name: list(work()) for name, work in works.items()}
    assert len({tuple(each) for each in said.values()}) == 1, said


def _whole(catalogue: Catalogue) -> Callable[[], object]:
    events = _events(answers())
    assessment = _current(History.of(events))
    return lambda: assess(History(events), catalogue, DAY, assessment)


def _situation(catalogue: Catalogue, given: Answers) -> Situation:
    kept = History.of(_events(given))
    return situate(kept, plan_for(catalogue), DAY, _current(kept))


def _events(given: Answers) -> tuple[Event, ...]:
    said = {name: Answer(value=answer["value"]) for name, answer in given.items()}
    events = (arrived.kept.event for arrived in arrivals(history(1, 20)))
    return tuple(replace(each, answers=said) if isinstance(each, AssessmentSubmitted) else each for each in events)


def _current(kept: History) -> str:
    assert kept.current is not None
    return kept.current.id


def _judge(requirement: Requirement) -> Judge:
    match requirement.rule:
        case ChoiceRule() as rule:
            return choice(requirement, rule)
        case CountRule() as rule:
            return count(requirement, rule)
        case ShareRule() as rule:
            return share(requirement, rule)
    raise TypeError(requirement.id)


def _holds(judge: Judge, situation: Situation) -> bool:
    """As stated: what still lacks proof holds for the engines, which know no proof."""
    (result,) = judge(situation)
    return result.outcome.state != "not_met"


def _data(gates: Sequence[Requirement], given: Answers) -> dict[str, Any]:
    """Return the answers that the gates read, one flat name per field: dots mean paths to both engines."""
    questions = {_question(each) for each in gates}
    return {
        _name(question, field): value
        for question, answer in given.items()
        if question in questions
        for field, value in answer["value"].items()
    }


def _question(requirement: Requirement) -> str:
    rule = requirement.rule
    assert isinstance(rule, GATES)
    return rule.item if isinstance(rule, ChoiceRule) else rule.indicator


def _name(question: str, field: str) -> str:
    return f"q_{question.replace('.', '_')}_{field}"


def _json_logic(requirement: Requirement) -> dict[str, Any]:
    """Return a gate as JsonLogic."""
    question = _question(requirement)

    def var(field: str) -> dict[str, str]:
        return {"var": _name(question, field)}

    match requirement.rule:
        case ChoiceRule() as rule:
            return {"in": [var(rule.field), list(rule.met)]}
        case CountRule() as rule:
            return {">=": [var(rule.field), rule.at_least]}
        case ShareRule() as rule:
            part = {"*": [100, {"+": [var(field) for field in rule.part]}]}
            return {">": [part, {"*": [rule.more_than_percent, {"+": [var(field) for field in rule.whole]}]}]}
    raise TypeError(requirement.id)


def _decision(gates: Sequence[Requirement]) -> Mapping[str, Any]:
    """Return one decision of one node with an expression per gate."""
    expressions = [{"id": each.id, "key": each.id.replace(".", "_"), "value": _zen_expression(each)} for each in gates]
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "answers"},
            {"id": "gates", "type": "expressionNode", "name": "gates", "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "result"},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "gates", "type": "edge"},
            {"id": "2", "sourceId": "gates", "targetId": "out", "type": "edge"},
        ],
    }


def _zen_expression(requirement: Requirement) -> str:
    question = _question(requirement)
    match requirement.rule:
        case ChoiceRule() as rule:
            return f"{_name(question, rule.field)} in {json.dumps(list(rule.met))}"
        case CountRule() as rule:
            return f"{_name(question, rule.field)} >= {rule.at_least}"
        case ShareRule() as rule:
            part, whole = (" + ".join(_name(question, each) for each in fields) for fields in (rule.part, rule.whole))
            return f"100 * ({part}) > {rule.more_than_percent} * ({whole})"
    raise TypeError(requirement.id)
