"""Published versions of the small catalogue, and confirmations, as events."""

from datetime import UTC, date, datetime
from pathlib import Path

from shared.catalogue.announcing import confirmed, identity, published
from shared.catalogue.archive import pack
from shared.catalogue.cli import pin
from shared.catalogue.confirmable import Part
from shared.catalogue.digest import folder_sha256
from shared.catalogue.loader import bundles
from shared.contracts.catalogue import CataloguePublished
from shared.contracts.envelope import Event, business_time
from shared.contracts.registry import new_event

DAY = date(2026, 11, 22)
RECORDED = datetime(2026, 11, 22, 9, tzinfo=UTC)


def new_version(
    folder: Path, bundle: str, begins: date, *changes: tuple[str, str, str], number: int | None = None
) -> str:
    """Copy `bundle` (`ecei@1`) in `folder` to its next version, or another, in force from `begins`; returns its id.

    Each of `changes` is (file, old, new): a file of the bundle (`levels/bronze.yaml`) or of a set (`mini-set@1/…`); a
    changed set gets a new version, too.
    """
    name, _, version = bundle.partition("@")
    number = number or int(version) + 1
    following = f"{name}@{number}"
    head = _copy(folder, bundle, following)
    _replace(head / "bundle.yaml", f"version: {version}", f"version: {number}")
    text = (head / "bundle.yaml").read_text(encoding="utf-8")
    [first] = [line for line in text.splitlines() if line.startswith("in_force_from:")]
    _replace(head / "bundle.yaml", first, f"in_force_from: {begins.isoformat()}")
    for file, old, new in changes:
        part, _, rest = file.partition("/")
        if "@" in part:
            _replace(_new_set(folder, head, part) / rest, old, new)
        else:
            _replace(head / file, old, new)
    pin(folder)
    return following


def _new_set(folder: Path, head: Path, part: str) -> Path:
    name, _, version = part.partition("@")
    following = folder / f"{name}@{int(version) + 1}"
    if not following.exists():
        _copy(folder, part, following.name)
        _replace(following / "set.yaml", f"version: {version}", f"version: {int(version) + 1}")
        _replace(head / "bundle.yaml", f"id: {part}", f"id: {following.name}")
    return following


def _copy(folder: Path, old: str, new: str) -> Path:
    for path in sorted((folder / old).rglob("*")):
        if path.is_file():
            target = folder / new / path.relative_to(folder / old)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return folder / new


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def publication(folder: Path, bundle: str, recorded: datetime = RECORDED) -> Event:
    """Return the event that publishes a version of `folder`."""
    return published(folder, bundle, DAY, recorded)


def as_earlier_software_published_it(folder: Path, bundle: str) -> Event:
    """Return the publication of a version that was in order once, and would not be published today."""
    begins = bundles(folder)[bundle].in_force_from
    data = CataloguePublished(
        catalogue=bundle,
        sha256=folder_sha256(folder / bundle),
        in_force_from=begins,
        archive=pack(folder, bundle),
    )
    return new_event(
        data,
        recorded=RECORDED,
        id=identity(data, DAY),
        source="catalogue",
        subject=bundle,
        time=business_time(DAY),
        sequence=0,
        actor="operator",
        actorrole="operator",
    )


def with_archive(event: Event, archive: str) -> Event:
    """Return a publication that carries another archive, as a stranger might make it."""
    assert isinstance(event.data, CataloguePublished)
    return event.model_copy(update={"data": event.data.model_copy(update={"archive": archive})})


def confirmation(
    item: str,
    part: Part = "minimum",
    bundle: str = "mini@1",
    *,
    by: str = "Agency",
    on: date = DAY,
    recorded: datetime = RECORDED,
) -> Event:
    """Return the event that confirms one value."""
    return confirmed(bundle, part, item, by, "letter 1", on, recorded)
