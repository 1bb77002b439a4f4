"""What the agency says of criteria, to an installation that runs: the commands of `publish_cli.py`."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from shared.catalogue import announcing
from shared.catalogue.confirmable import Part, marks, refusal
from shared.catalogue.differences import differences
from shared.catalogue.in_force import in_force
from shared.catalogue.library import Library
from shared.catalogue.model import Catalogue
from shared.catalogue.problems import CatalogueError
from shared.catalogue.published import check_published, note_published, published_hashes
from shared.contracts.catalogue import CataloguePublished
from shared.contracts.envelope import VILNIUS, Event
from shared.errors import TransientError
from shared.kafka.catalogue_topic import publish_event, published_events
from shared.kafka.commands import fail, with_kafka
from shared.kafka.settings import KafkaSettings

PARTS: tuple[Part, ...] = get_args(Part)


def diff(before: str, after: str, folder: Path) -> None:
    """Print the differences of two versions."""
    library = _library(folder)
    _show_differences(library, _found(library, before), _found(library, after))


def publish(bundle: str, folder: Path, *, yes: bool) -> None:
    """Publish a version, unless it is published already; asks before it does, without `yes`."""
    library = _library(folder)
    wanted = _found(library, bundle)
    settings, today = KafkaSettings(), _today()
    known = with_kafka(settings, lambda: published_events(settings))
    if _is_published(library, known, wanted):
        _note(folder, wanted)
        typer.echo(f"{bundle} is published already, with this content; nothing to do.")
        return
    if wanted.in_force_from < today and bundle not in published_hashes(folder):
        fail(f"{bundle} would be in force from {wanted.in_force_from}, in the past. Write a day from {today} on.")
    others = [each for each in library.known() if each.id != bundle]
    current = in_force(others, wanted.in_force_from)
    if current is not None:
        _show_differences(library, current, wanted)
    typer.echo(f"{bundle} will be in force from {wanted.in_force_from}, sha256 {wanted.sha256}.")
    if not yes:
        typer.confirm("Publish it? It can never be changed or taken back", abort=True)
    try:
        event = announcing.published(folder, bundle, today, datetime.now(UTC))
    except CatalogueError as error:
        fail(str(error))
    _publish(settings, event)
    _note(folder, wanted)
    typer.echo(f"{bundle} is published. Running services take it up within seconds.")


def confirm(bundle: str, part: str, item: str, by: str, source: str, on: date | None, folder: Path) -> None:
    """Confirm a value from `on`, today by default; says so if it is confirmed already."""
    settings, today = KafkaSettings(), _today()
    day = on or today
    if day > today:
        fail(f"{day} is in the future; confirm it when the day has come.")
    of = next((each for each in PARTS if each == part), None)
    if of is None:
        fail(f"{part!r} cannot be confirmed; write one of {', '.join(PARTS)}.")
    try:
        event = announcing.confirmed(bundle, of, item, by, source, day, datetime.now(UTC))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        fail(f"{first['loc'][0]}: {first['msg']}")
    library = _library(folder)
    for each in with_kafka(settings, lambda: published_events(settings)):
        _take(library, each)
    _check_confirmable(_found(library, bundle), of, item)
    before = [each for each in library.confirmations if (each.catalogue, each.part, each.item) == (bundle, of, item)]
    if any(each.id == event.id for each in before):
        typer.echo("It is confirmed already, in these words; nothing to do.")
    elif before:
        fail(f"It is confirmed already: by {before[0].by}, {before[0].source}, from {before[0].day}.")
    else:
        _publish(settings, event)
        typer.echo(f"{event.subject} is confirmed from {day}. Results are folded anew; nobody is mailed for it.")


def list_versions(folder: Path) -> None:
    """Print the versions, and what is confirmed of them."""
    settings, library = KafkaSettings(), _library(folder)
    installed = {each.id for each in library.known()}
    events = with_kafka(settings, lambda: published_events(settings))
    for each in events:
        _take(library, each)
    days = {each.subject: each.day.isoformat() for each in events if isinstance(each.data, CataloguePublished)}
    console = Console()
    console.print(_versions(library, installed, days))
    if library.confirmations:
        confirmed = Table("version", "part", "item", "from", "by", "source")
        for one in library.confirmations:
            confirmed.add_row(one.catalogue, one.part, one.item, one.day.isoformat(), one.by, one.source)
        console.print(confirmed)
    typer.echo(f"{len(library.confirmations)} confirmations.")


def _versions(library: Library, installed: Collection[str], published: Mapping[str, str]) -> Table:
    table = Table("version", "in force from", "sha256", "installed", "published")
    now = in_force(library.known(), _today())
    for each in sorted(library.known(), key=lambda each: (each.in_force_from, each.id)):
        begins = f"{each.in_force_from}{' (now)' if each is now else ''}"
        here = "yes" if each.id in installed else "no"
        table.add_row(each.id, begins, each.sha256[:12], here, published.get(each.id, "no"))
    return table


def _library(folder: Path) -> Library:
    try:
        library = Library(folder)
        check_published(folder, library.known())
    except CatalogueError as error:
        fail(str(error))
    return library


def _found(library: Library, bundle: str) -> Catalogue:
    found = library.find(bundle)
    if found is None:
        known = ", ".join(sorted(each.id for each in library.known())) or "none"
        fail(f"There is no {bundle}; there are: {known}.")
    return found


def _take(library: Library, event: Event) -> None:
    """Take up an event as the services do: what they have refused is passed over."""
    try:
        library.take([event])
    except CatalogueError as error:
        typer.echo(f"Passed over: {error}", err=True)


def _is_published(library: Library, events: list[Event], wanted: Catalogue) -> bool:
    """Say whether the topic holds this version with this content; ends the command if it holds another.

    The first that was published under a name is the one that the services have. Everything else is taken up.
    """
    first: dict[str, str] = {}
    for event in events:
        if isinstance(event.data, CataloguePublished):
            first.setdefault(event.data.catalogue, event.data.sha256)
        if event.subject != wanted.id:
            _take(library, event)
    sha256 = first.get(wanted.id)
    if sha256 is not None and sha256 != wanted.sha256:
        fail(
            f"{wanted.id} is published with other content (sha256 {sha256}; these files have {wanted.sha256}). "
            "Give the changed criteria a new version."
        )
    return sha256 is not None


def _check_confirmable(of: Catalogue, part: Part, item: str) -> None:
    reason = refusal(of, part, item)
    if reason is not None:
        fail(f"{reason}.")
    if marks(of)[part, item] == "stated":
        fail(f"The {part} of {item} is stated by a source: nothing to confirm.")


def _show_differences(library: Library, before: Catalogue, after: Catalogue) -> None:
    lines = differences(library.wording(before.id), library.wording(after.id))
    typer.echo(f"From {before.id} to {after.id}: {len(lines)} changes.")
    for line in lines:
        typer.echo(f"- {line}")


def _publish(settings: KafkaSettings, event: Event) -> None:
    try:
        with_kafka(settings, lambda: publish_event(settings, event))
    except TransientError as error:
        fail(f"Not certain: {error.reason}. Run the same command again; what is published twice counts once.")


def _note(folder: Path, published: Catalogue) -> None:
    try:
        note_published(folder, published)
    except OSError as error:
        typer.echo(f"Add to published.txt yourself ({error}): {published.id} {published.sha256}", err=True)


def _today() -> date:
    return datetime.now(VILNIUS).date()
