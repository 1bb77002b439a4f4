"""Numbers, dates and spaces as each language writes them (`words.md`)."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from babel.core import Locale

from shared.catalogue.typography import NBSP, as_sentence, bind, long_date

FORMS: Mapping[str, tuple[str, ...]] = {"en": ("one", "other"), "lt": ("one", "few", "other")}
"""The plural categories of whole numbers, in the order in which templates give the words."""

_NUMBER_SIGN = re.compile(r"(?<=\bN[ro]\.) (?=\S)")


def bind_all(text: str) -> str:
    """Return `text` with no-break spaces between a number and its unit, and after „Nr.“ and "No."."""
    return _NUMBER_SIGN.sub(NBSP, bind(text))


def plural(language: str) -> Callable[..., str]:
    """Return a filter that chooses the word for a number: `n | plural("sąlyga", "sąlygos", "sąlygų")`."""
    locale, categories = Locale.parse(language), FORMS[language]

    def choose(number: int, *words: str) -> str:
        if len(words) != len(categories):
            raise ValueError(f"{language} has {len(categories)} plural forms, {len(words)} words are given")
        return words[categories.index(locale.plural_form(number))]

    return choose


def day(language: str) -> Callable[[date], str]:
    """Return a filter that writes a date out: 16 November 2026, 2026 m. lapkričio 16 d."""
    return lambda value: long_date(value.date() if isinstance(value, datetime) else value, language)


def clock(language: str) -> Callable[[datetime], str]:
    """Return a filter that writes the time of day, which must be in the reader's zone: 14:05, 14.05 val."""
    return lambda value: f"{value:%H.%M} val." if language == "lt" else f"{value:%H:%M}"


def sentence(_language: str) -> Callable[[str], str]:
    """Return a filter that makes a clause a sentence."""
    return as_sentence


FILTERS: Mapping[str, Callable[[str], Callable[..., Any]]] = {
    "plural": plural,
    "day": day,
    "clock": clock,
    "sentence": sentence,
}
