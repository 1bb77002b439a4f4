"""Lists of indicators that a record names."""

from collections.abc import Sequence

from services.intake.domain.findings import Finding, Message
from shared.catalogue.model import Catalogue


def check_indicators(pointer: str, named: Sequence[str], catalogue: Catalogue) -> list[Finding]:
    """Return a finding for each entry that the catalogue does not ask about or that is named twice."""
    findings: list[Finding] = []
    for number, indicator in enumerate(named):
        place = f"{pointer}/{number}"
        if indicator not in catalogue.questions:
            arguments = {"question": indicator, "catalogue": catalogue.id}
            findings.append(Finding(place, Message.UNKNOWN_INDICATOR, arguments))
        elif indicator in named[:number]:
            findings.append(Finding(place, Message.REPEATED, {"value": indicator}))
    return findings


def check_supports(pointer: str, fields: Sequence[str], named: Sequence[str], catalogue: Catalogue) -> list[Finding]:
    """Return a finding for each supported field that none of the named indicators has."""
    known = {field for indicator in named if (q := catalogue.questions.get(indicator)) for field in q.by_field}
    return [
        Finding(f"{pointer}/{field}", Message.UNKNOWN_FIELD_SUPPORTED, {"field": field})
        for field in fields
        if field not in known
    ]
