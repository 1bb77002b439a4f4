"""Sentences that later software asks for and an older published version cannot have: taken from what is installed.

A published version never changes, the software does. General sentences (a verdict's, a held label's, the calendar's)
are wording and no rule, so an older version says them as the installed one does; what it says itself stays as it is.
"""

from collections.abc import Mapping
from dataclasses import replace

from shared.catalogue.general_sentences import general
from shared.catalogue.message_checks import check_general, check_placeholders
from shared.catalogue.messages import Messages
from shared.catalogue.model import Catalogue
from shared.catalogue.problems import CatalogueError, Problem
from shared.catalogue.wording import Wording


def completed(catalogue: Catalogue, own: Mapping[str, Messages], donor: Wording | None) -> dict[str, Messages]:
    """Return the sentences of a version with what it lacks from the `donor`.

    Raises:
        CatalogueError: a sentence is missing in both, or cannot be filled.
    """
    levels = {level.level: level.process.figures if level.process else frozenset() for level in catalogue.levels}
    given = donor.messages if donor is not None else {}
    whole = {language: _whole(each, given.get(language), levels) for language, each in own.items()}
    problems: list[Problem] = [problem for each in whole.values() for problem in check_general(each, levels)]
    if problems:
        raise CatalogueError(problems)
    return whole


def _whole(own: Messages, donor: Messages | None, levels: Mapping[str, frozenset[str]]) -> Messages:
    if donor is None:
        return own
    lacking = {
        name: donor.sentences[name]
        for name, arguments in general(levels).items()
        if name in donor.sentences and (name not in own.sentences or any(check_placeholders(own, name, arguments)))
    }
    return replace(own, sentences={**own.sentences, **lacking}, nouns={**donor.nouns, **own.nouns})
