"""Sentences of requirements: each outcome has one in both languages, with placeholders that will be filled."""

from collections.abc import Iterable, Iterator, Mapping

from shared.catalogue.general_sentences import general
from shared.catalogue.messages import COUNT, Messages
from shared.catalogue.model import Requirement
from shared.catalogue.outcomes import outcomes, refinable
from shared.catalogue.problems import Problem
from shared.catalogue.process import FIGURES
from shared.catalogue.rules import ChoiceRule
from shared.catalogue.sources import Sources
from shared.catalogue.validation import Located

HOW = frozenset({"date", "indicators", "range"})
"""Ways of writing a placeholder beside the counted nouns."""


def check_messages(sources: Sources) -> Iterator[Problem]:
    """Every sentence that the requirements need, in both languages."""
    for level in sources.levels:
        for requirement in level.requirements:
            for messages in sources.messages.values():
                yield from _check_requirement(requirement, messages, sources)


def check_whole_texts(sources: Sources) -> Iterator[Problem]:
    """Every sentence that belongs to no requirement, and none that nothing uses: what the software of today decides."""
    for messages in sources.messages.values():
        yield from check_general(messages, _levels(sources))
        yield from _check_leftovers(messages, sources)


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
    yield "not_applicable"


def check_placeholders(messages: Messages, message: str, arguments: frozenset[str]) -> Iterator[Problem]:
    """Placeholders are arguments of the outcome, counted with nouns that exist."""
    line = messages.lines.get(message, 1)
    for name, how in messages.placeholders(message):
        if name not in arguments:
            known = ", ".join(sorted(arguments)) or "none"
            what = f"`{message}`: nothing fills the placeholder {{{name}}}"
            yield Problem(messages.file, line, what, f"use one of: {known}")
        if how and how not in HOW and how not in messages.nouns:
            what = f"`{message}`: there is no counted noun `{how}`"
            yield Problem(messages.file, line, what, f'add it with msgctxt "{COUNT}", or correct the name')


def check_general(messages: Messages, levels: Mapping[str, Iterable[str]]) -> Iterator[Problem]:
    """Every general sentence is there, with placeholders that will be filled."""
    for name, arguments in general(levels).items():
        if name in messages.sentences:
            yield from check_placeholders(messages, name, arguments)
        else:
            yield Problem(messages.file, 1, f"the sentence `{name}` is missing", "add it")


def _levels(sources: Sources) -> dict[str, frozenset[str]]:
    """The levels that the bundle lists, with what they say of what follows; unreadable files may say anything."""
    listed = sources.head.value.levels if sources.head is not None else ()
    read = (source.head.value for source in sources.levels)
    told = {level.level: level.process.figures if level.process else frozenset() for level in read}
    return {level: told.get(level, FIGURES) for level in listed}


def _check_leftovers(messages: Messages, sources: Sources) -> Iterator[Problem]:
    """A sentence that nothing uses is a misspelt name, or belongs to a requirement that is gone."""
    used = set(general(_levels(sources)))
    for level in sources.levels:
        for requirement in level.requirements:
            for outcome in outcomes(requirement.value.rule):
                message = f"{requirement.value.message}_{outcome}"
                used.add(message)
                if outcome in refinable(requirement.value.rule):
                    used.update(f"{message}_{answer}" for answer in _answers(requirement.value, sources))
    if sources.problems:
        return
    counted = {how for name in messages.sentences for _, how in messages.placeholders(name)}
    for noun in messages.nouns.keys() - counted:
        line = messages.lines.get(f"{COUNT}:{noun}", 1)
        yield Problem(messages.file, line, f"nothing counts with the noun `{noun}`", "correct its name, or remove it")
    for name in messages.sentences.keys() - used:
        line = messages.lines.get(name, 1)
        yield Problem(messages.file, line, f"nothing uses the sentence `{name}`", "correct its name, or remove it")
