"""Sentences of requirements: each outcome has one in both languages, with placeholders that will be filled."""

from collections.abc import Iterator

from shared.catalogue.messages import COUNT, Messages
from shared.catalogue.model import Requirement
from shared.catalogue.outcomes import outcomes, refinable
from shared.catalogue.problems import Problem
from shared.catalogue.rules import ChoiceRule
from shared.catalogue.sources import Sources
from shared.catalogue.validation import Located

HOW = frozenset({"date", "indicators"})
"""Ways of writing a placeholder beside the counted nouns."""


def check_messages(sources: Sources) -> Iterator[Problem]:
    """Every requirement in both languages, and no sentence in one language only."""
    for level in sources.levels:
        for requirement in level.requirements:
            for messages in sources.messages.values():
                yield from _check_requirement(requirement, messages, sources)
    yield from _check_pairs(sources)


def _check_requirement(requirement: Located[Requirement], messages: Messages, sources: Sources) -> Iterator[Problem]:
    stem = requirement.value.message
    for outcome, arguments in outcomes(requirement.value.rule).items():
        message = f"{stem}_{outcome}"
        if message not in messages.sentences:
            what = f"{requirement.value.id}: the sentence `{message}` is not in {messages.file}"
            yield requirement.problem(what, "add it there, or correct the stem", "message")
            continue
        yield from check_placeholders(messages, message, arguments)
        if outcome in refinable(requirement.value.rule):
            for answer in _answers(requirement.value, sources):
                if f"{message}_{answer}" in messages.sentences:
                    yield from check_placeholders(messages, f"{message}_{answer}", arguments)


def _answers(requirement: Requirement, sources: Sources) -> Iterator[str]:
    rule = requirement.rule
    assert isinstance(rule, ChoiceRule)
    for question in sources.questions():
        if question.value.id == rule.item and rule.field in question.value.by_field:
            yield from (choice.id for choice in question.value.by_field[rule.field].choices)


def check_placeholders(messages: Messages, message: str, arguments: frozenset[str]) -> Iterator[Problem]:
    """Placeholders are arguments of the outcome, counted with nouns that exist."""
    line = messages.lines.get(message, 1)
    for name, how in messages.placeholders(message).items():
        if name not in arguments:
            known = ", ".join(sorted(arguments)) or "none"
            what = f"`{message}`: nothing fills the placeholder {{{name}}}"
            yield Problem(messages.file, line, what, f"use one of: {known}")
        if how is not None and how not in HOW and how not in messages.nouns:
            what = f"`{message}`: there is no counted noun `{how}`"
            yield Problem(messages.file, line, what, f'add it with msgctxt "{COUNT}", or correct the name')


def _check_pairs(sources: Sources) -> Iterator[Problem]:
    for messages in sources.messages.values():
        for other in sources.messages.values():
            for name in messages.sentences.keys() - other.sentences.keys():
                what = f"the sentence `{name}` is missing; {messages.file} has it"
                yield Problem(other.file, 1, what, "add the translation, or remove it there")
