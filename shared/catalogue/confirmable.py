"""What of a catalogue can be confirmed, and how surely each of it is known now (`rules.md` 3)."""

from typing import Literal

from shared.catalogue.model import Catalogue, Mark

Part = Literal["minimum", "scoring", "requirement", "floor"]
FLOOR = "floor"
"""The item that names the share of the maximum of the whole catalogue."""


def marks(catalogue: Catalogue) -> dict[tuple[Part, str], Mark]:
    """Return the mark of everything that can be confirmed; what nobody knows (`unknown`) is a new version's matter."""
    found: dict[tuple[Part, str], Mark] = {("floor", FLOOR): catalogue.floor.mark}
    for indicator in catalogue.every_indicator:
        found["scoring", indicator.id] = indicator.scoring.mark
        if indicator.minimum is not None:
            known = indicator.minimum.required is not None
            found["minimum", indicator.id] = indicator.minimum.mark if known else "unknown"
    for level in catalogue.levels:
        for requirement in level.requirements:
            found["requirement", requirement.id] = "unknown" if requirement.advisory else requirement.mark
    return found


def refusal(catalogue: Catalogue, part: Part, item: str) -> str | None:
    """Return why the `part` of `item` cannot be confirmed; `None`: it can."""
    mark = marks(catalogue).get((part, item))
    if mark is None:
        return f"{catalogue.id} has no {part} of {item}"
    if mark == "unknown":
        return f"nobody knows the {part} of {item}: a known one is a new version"
    return None
