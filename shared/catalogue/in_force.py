"""Which catalogue an assessment must use: the one in force on its day (design 6)."""

from collections.abc import Iterable
from datetime import date

from shared.catalogue.findings import Finding, InputMessage
from shared.catalogue.model import Catalogue


def in_force(catalogues: Iterable[Catalogue], on: date) -> Catalogue | None:
    """Return the newest catalogue whose first day has come by `on`; None before all of them."""
    begun = [catalogue for catalogue in catalogues if catalogue.in_force_from <= on]
    return max(begun, key=lambda catalogue: (catalogue.in_force_from, catalogue.version), default=None)


def check_catalogue(
    name: str, named: Catalogue | None, known: Iterable[Catalogue], on: date, archive: bool
) -> list[Finding]:
    """Return a finding unless `named` is the one in force; an archive import may use any known one."""
    if named is None:
        return [Finding("/catalogue", InputMessage.UNKNOWN_CATALOGUE, {"catalogue": name})]
    right = in_force(known, on)
    if archive or (right is not None and right.id == named.id):
        return []
    arguments = {"catalogue": name, "on": on.isoformat(), "in_force": right.id if right else "–"}
    return [Finding("/catalogue", InputMessage.CATALOGUE_NOT_IN_FORCE, arguments)]
