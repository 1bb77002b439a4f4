"""The events that make a version known, and a confirmation of it: the same for the same files and words."""

from datetime import date, datetime
from pathlib import Path

from shared.catalogue.archive import pack
from shared.catalogue.confirmable import Part
from shared.catalogue.loader import load_catalogue
from shared.contracts.catalogue import CatalogueConfirmed, CataloguePublished
from shared.contracts.envelope import Event, business_time, event_id
from shared.contracts.registry import new_event

SOURCE = "catalogue"
"""The CloudEvents source: whoever publishes criteria does it in the agency's name."""

ACTOR = "operator"


def published(folder: Path, bundle: str, on: date, recorded: datetime) -> Event:
    """Return the publication of `bundle` (`ecei@2`) of `folder` on the day `on`.

    Raises:
        CatalogueError: its files are not in order, or too large for one event.
    """
    catalogue = load_catalogue(folder, bundle)
    data = CataloguePublished(
        catalogue=bundle,
        sha256=catalogue.sha256,
        in_force_from=catalogue.in_force_from,
        archive=pack(folder, bundle),
    )
    return _event(data, on, recorded)


def confirmed(bundle: str, part: Part, item: str, by: str, source: str, on: date, recorded: datetime) -> Event:
    """Return the confirmation of one value of `bundle`, as it stands, from the day `on`; the item is not looked up.

    Raises:
        ValueError: a name or text that no event may hold.
    """
    data = CatalogueConfirmed(catalogue=bundle, part=part, item=item, by=by, source=source)
    return _event(data, on, recorded)


def identity(data: CataloguePublished | CatalogueConfirmed, on: date) -> str:
    """Return the id that an event of `data` on the day `on` must have: the same content is the same event."""
    key = data.sha256 if isinstance(data, CataloguePublished) else "\n".join((data.by, data.source, on.isoformat()))
    return event_id(data.subject, data.TYPE, SOURCE, key)


def _event(data: CataloguePublished | CatalogueConfirmed, on: date, recorded: datetime) -> Event:
    return new_event(
        data,
        recorded=recorded,
        id=identity(data, on),
        source=SOURCE,
        subject=data.subject,
        time=business_time(on),
        sequence=0,
        actor=ACTOR,
        actorrole="operator",
    )
