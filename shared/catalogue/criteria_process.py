"""What the criteria page says of what follows a verdict: whom to contact, how long, how much."""

from collections.abc import Iterator

from shared.catalogue.criteria_facts import Fact
from shared.catalogue.criteria_words import both
from shared.catalogue.model import Between, Process, Sourced, Text


def process_facts(process: Process) -> Iterator[Fact]:
    """Yield each figure of the way from contacting the label body to its answer."""
    for head, body, value in _rows(process):
        yield Fact(head, body, value.mark, value.source)


def _rows(process: Process) -> Iterator[tuple[Text, Text, Sourced]]:
    yield both("Į ką kreiptis", "Whom to contact"), process.contact, process.contact
    yield both("Kas vertina", "Who comes"), process.experts.who, process.experts
    yield both("Interviu arba darbas vietoje", "Interview or work on site"), process.visit, process.visit
    if process.renewal_visit is not None:
        yield both("Tas pats atnaujinant", "The same for a renewal"), process.renewal_visit, process.renewal_visit
    if process.preparation is not None:
        yield both("Pasirengimas", "Preparation"), _between(process.preparation, "mėn.", "months"), process.preparation
    yield both("Ataskaita parengiama", "Report"), _between(process.report, "sav.", "weeks"), process.report
    months = process.agree.months
    ahead = both(f"likus {months} mėn.", f"{months} months before" if months > 1 else "1 month before")
    yield both("Dėl interviu susitarti", "Agree the interview"), ahead, process.agree
    for fee in process.fees:
        what = both(f"Kaina be PVM, {fee.what.lt}", f"Fee without VAT, {fee.what.en}")
        yield what, both(f"{fee.euro} EUR", f"EUR {fee.euro}"), fee


def _between(length: Between, lt: str, en: str) -> Text:
    size = str(length.most) if length.least == length.most else f"{length.least}–{length.most}"
    return both(f"{size} {lt}", f"{size} {en}")
