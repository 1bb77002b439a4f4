"""Lists of indicators that a record names."""

from collections.abc import Sequence

from shared.catalogue.findings import Finding, InputMessage
from shared.catalogue.model import Catalogue


def check_indicators(pointer: str, named: Sequence[str], catalogue: Catalogue) -> list[Finding]:
    """Return a finding for each entry that the catalogue does not ask about or that is named twice."""
    findings: list[Finding] = []
    for number, indicator in enumerate(named):
        place = f"{pointer}/{number}"
        if indicator not in catalogue.questions:
            arguments = {"question": indicator, "catalogue": catalogue.id}
            findings.append(Finding(place, InputMessage.UNKNOWN_INDICATOR, arguments))
        elif indicator in named[:number]:
            findings.append(Finding(place, InputMessage.REPEATED, {"value": indicator}))
    return findings


def check_area(pointer: str, named: Sequence[str], catalogue: Catalogue) -> list[Finding]:
    """Return a finding for each entry that no area of improvement can hold: areas are of the label's own indicators."""
    own = {indicator.id for indicator in catalogue.indicators.indicators}
    strangers = [
        Finding(f"{pointer}/{number}", InputMessage.NOT_THE_LABELS, {"question": name})
        for number, name in enumerate(named)
        if name in catalogue.questions and name not in own
    ]
    return [*check_indicators(pointer, named, catalogue), *strangers]
