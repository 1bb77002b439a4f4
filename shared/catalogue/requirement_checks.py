"""Requirements of levels: what their rules name must exist, and be of the right type."""

from collections.abc import Iterator

from shared.catalogue.model import Question, Requirement
from shared.catalogue.problems import Problem
from shared.catalogue.rules import AskRule, ChoiceRule, CountRule, ShareRule, WindowRule
from shared.catalogue.sources import LevelSource, Sources

Mistake = tuple[str, str, str]
"""Key of the rule, what, remedy."""


def check_requirements(sources: Sources) -> Iterator[Problem]:
    """Each requirement of each level."""
    questions = {question.value.id: question.value for question in sources.questions()}
    for level in sources.levels:
        yield from _check_level(sources, level)
        for requirement in level.requirements:
            for key, what, remedy in _mistakes(requirement.value, sources, questions):
                yield requirement.problem(f"{requirement.value.id}: {what}", remedy, "rule", key)
            advisory = isinstance(requirement.value.rule, AskRule)
            if requirement.value.advisory is not advisory:
                what = f"{requirement.value.id}: advisory is for rules that nobody here knows, and only for those"
                yield requirement.problem(what, f"write advisory: {str(advisory).lower()}", "advisory")


def _check_level(sources: Sources, level: LevelSource) -> Iterator[Problem]:
    expected = f"{sources.bundle}/levels/{level.head.value.level}.yaml"
    if level.head.document.file != expected:
        yield level.head.problem(f"the file is called {level.head.document.file}", f"call it {expected}", "level")
    seen: set[str] = set()
    for requirement in level.requirements:
        if requirement.value.id in seen:
            yield requirement.problem(f"the id `{requirement.value.id}` is written twice", "give it another id", "id")
        seen.add(requirement.value.id)


def _mistakes(requirement: Requirement, sources: Sources, questions: dict[str, Question]) -> Iterator[Mistake]:
    rule = requirement.rule
    if isinstance(rule, ChoiceRule):
        yield from _choice(rule, sources, questions)
    elif isinstance(rule, CountRule):
        yield from _numbers("indicator", rule.indicator, (("field", rule.field),), sources, questions)
    elif isinstance(rule, ShareRule):
        fields = (*(("part", name) for name in rule.part), *(("whole", name) for name in rule.whole))
        yield from _numbers("indicator", rule.indicator, fields, sources, questions)
        if not set(rule.part) < set(rule.whole):
            yield "part", "the part is not contained in the whole", "name only fields of the whole"
    elif isinstance(rule, WindowRule) and not 0 < rule.from_months < rule.to_months:
        yield "from_months", "the window ends before it begins", "exchange the months"


def _choice(rule: ChoiceRule, sources: Sources, questions: dict[str, Question]) -> Iterator[Mistake]:
    yield from _existing("item", rule.item, sources)
    question = questions.get(rule.item)
    if question is None:
        return
    field = question.by_field.get(rule.field)
    if field is None or field.type != "choice":
        yield "field", f"{rule.item} has no choice field `{rule.field}`", f"name one of {_names(question)}"
        return
    offered = [choice.id for choice in field.choices]
    for answer in rule.met:
        if answer not in offered:
            yield "met", f"`{answer}` is no choice of {rule.item}", f"name one of {', '.join(offered)}"


def _numbers(
    key: str, name: str, fields: tuple[tuple[str, str], ...], sources: Sources, questions: dict[str, Question]
) -> Iterator[Mistake]:
    yield from _existing(key, name, sources)
    question = questions.get(name)
    if question is None:
        return
    for field_key, field_name in fields:
        field = question.by_field.get(field_name)
        if field is None or field.type != "integer":
            yield field_key, f"{name} has no whole-number field `{field_name}`", f"name one of {_names(question)}"


def _existing(key: str, name: str, sources: Sources) -> Iterator[Mistake]:
    if not sources.may_exist(name):
        yield key, f"there is no indicator or item `{name}`", "correct the id, or pin the set that has it"


def _names(question: Question) -> str:
    return ", ".join(question.by_field)
