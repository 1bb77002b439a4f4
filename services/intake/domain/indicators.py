"""Fields that a piece of evidence says it proves."""

from collections.abc import Sequence

from services.intake.domain.findings import Message
from shared.catalogue.findings import Finding
from shared.catalogue.model import Catalogue


def check_supports(pointer: str, fields: Sequence[str], named: Sequence[str], catalogue: Catalogue) -> list[Finding]:
    """Return a finding for each supported field that none of the named indicators has."""
    known = {field for indicator in named if (q := catalogue.questions.get(indicator)) for field in q.by_field}
    return [
        Finding(f"{pointer}/{field}", Message.UNKNOWN_FIELD_SUPPORTED, {"field": field})
        for field in fields
        if field not in known
    ]
