"""The label calendar in a reader's words: entries and what follows, ready for a page, an answer or a terminal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from services.scoring.adapters.http.words import Words
from services.scoring.application.read_calendar import Way
from services.scoring.domain.label_calendar.model import Entry
from shared.catalogue.model import Mark, Sourced
from shared.catalogue.typography import as_sentence, grouped, long_date

What = Literal["contact", "visit", "preparation", "fee", "report"]


@dataclass(frozen=True)
class CalendarRow:
    """One entry: `when` in words as precise as it is known, `text` a whole sentence that says the date again."""

    entry: Entry
    when: str
    level: str | None
    mark: str
    text: str


@dataclass(frozen=True)
class Following:
    """One thing that follows once an expert can be contacted."""

    what: What
    mark: Mark
    source: str
    text: str


def calendar_row(entry: Entry, words: Words) -> CalendarRow:
    """Return an entry in words. *Assumed* is in the text of whatever is (`rules.md` 3)."""
    clause = words.wording.dated(entry.message, entry.arguments, entry.level, entry.source, entry.mark, words.language)
    return CalendarRow(
        entry=entry,
        when=long_date(entry.arguments["day"], words.language),
        level=None if entry.level is None else words.level(entry.level),
        mark=words.wording.mark(entry.mark, words.language),
        text=as_sentence(clause),
    )


def following(way: Way, words: Words) -> list[Following]:
    """Return what follows on the way to one label, in the order in which it does; nothing if the criteria say none."""
    return list(_following(way, words))


def _following(way: Way, words: Words) -> Iterator[Following]:
    process, language = way.process, words.language
    if process is None:
        return
    yield _say(words, "contact", process.contact, {"contact": getattr(process.contact, language)})
    visit = process.renewal_visit if way.purpose == "renewal" and process.renewal_visit else process.visit
    who = getattr(process.experts.who, language)
    yield _say(words, "visit", visit, {"who": who, "visit": getattr(visit, language)})
    if process.preparation is not None:
        yield _say(words, "preparation", process.preparation, {"months": process.preparation.span})
    for fee in process.fees:
        euro = grouped(fee.euro, language)
        yield _say(words, "fee", fee, {"euro": euro, "what": getattr(fee.what, language)})
    yield _say(words, "report", process.report, {"weeks": process.report.span})


def _say(words: Words, what: What, value: Sourced, arguments: Mapping[str, str]) -> Following:
    clause = words.wording.say(f"follows_{what}", words.language, arguments)
    if value.mark == "assumed":
        clause = words.wording.say("assumed_added", words.language, {"clause": clause})
    return Following(what, value.mark, value.source, as_sentence(clause))
