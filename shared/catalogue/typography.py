"""Dates, units and sentences as print sets them, in Lithuanian and English (`words.md`)."""

import re
from datetime import date
from functools import lru_cache

from babel.dates import format_date

NBSP = "\u00a0"
LOCALES = {"lt": "lt_LT", "en": "en_GB"}
DAY = {"lt": "y 'm'. MMMM d 'd'.", "en": "d MMMM y"}
MONTH = {"lt": "y 'm'. MMMM 'mėn'.", "en": "MMMM y"}
YEAR = {"lt": "y 'm'.", "en": "y"}
SHORT_DAY = {"lt": "y 'm'. MMM d 'd'.", "en": "d MMM y"}
AFTER_NUMBER = re.compile(r"(?<![\d.])(\d+) (?=[^\W\d]|%)")
"""The space after a number, but not after the number of an indicator (4.1.6)."""

KEPT = 4096
"""Sentences and dates kept as they were set: the same few hundred make up nearly every page, mail and answer."""


@lru_cache(KEPT)
def long_date(value: date | str, language: str) -> str:
    """Return a date in words: „2018 m. balandžio 20 d.“, "20 April 2018".

    A text may be known to the month or the year only (`2018-04`, `2018`) and is then written so.
    """
    text = value.isoformat() if isinstance(value, date) else value
    parts = [int(part) for part in text.split("-")]
    pattern = (YEAR, MONTH, DAY)[len(parts) - 1][language]
    day = date(*(*parts, 1, 1)[:3])
    return bind(format_date(day, pattern, locale=LOCALES[language]))


def short_date(value: date, language: str) -> str:
    """Return a date for a narrow column, never broken over lines: „2018 m. bal. 20 d.“, "20 Apr 2018"."""
    return format_date(value, SHORT_DAY[language], locale=LOCALES[language]).replace(" ", NBSP)


@lru_cache(KEPT)
def bind(text: str) -> str:
    """Tie a number to the word or unit after it with a non-breaking space."""
    return AFTER_NUMBER.sub(rf"\1{NBSP}", text)


def grouped(number: int, language: str) -> str:
    """Return a whole number with its thousands apart: „2 250“, "2,250"."""
    return f"{number:,}".replace(",", NBSP if language == "lt" else ",")


def as_sentence(clause: str) -> str:
    """Return a clause as a sentence: a capital first, a full stop last."""
    closed = clause if clause.endswith((".", "!", "?", ".“", '."')) else f"{clause}."
    return closed[:1].upper() + closed[1:]
