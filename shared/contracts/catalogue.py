"""Events about the criteria themselves: a version published, a value of it confirmed."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.common import CATALOGUES, ItemId, ShortText, Source
from shared.contracts.envelope import Data

MAX_ARCHIVE = 200_000
"""Characters of an archive: five times the criteria of today, and well below what a topic takes in one record."""

_VERSION = r"[a-z0-9][a-z0-9-]{0,62}@[1-9][0-9]{0,5}"

Version = Annotated[str, StringConstraints(pattern=rf"^{_VERSION}$")]
"""A version of the criteria: `ecei@2`."""

Part = Literal["minimum", "scoring", "requirement", "floor"]
"""What of a catalogue can be confirmed (`rules.md` 3)."""


class CataloguePublished(Data):
    """A version of the criteria, whole, in force from a day on. It never changes: other content is refused.

    `sha256` is that of the bundle's folder, which pins its sets by theirs. `archive` is base64 of gzip of a JSON
    object: the files by name (`ecei@2/bundle.yaml`), of the bundle and of every set it pins.
    """

    TYPE: ClassVar[str] = "branda.catalogue.published.v1"
    TOPIC: ClassVar[str] = CATALOGUES
    SUBJECT: ClassVar[Any] = Version

    catalogue: Version
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    in_force_from: date
    archive: Annotated[str, Field(min_length=1, max_length=MAX_ARCHIVE, pattern=r"^[A-Za-z0-9+/]+={0,2}$")]

    @property
    def subject(self) -> str:
        """The subject, and record key, of its event."""
        return self.catalogue


class CatalogueConfirmed(Data):
    """One value of a version is confirmed as it stands (`rules.md` 3): its mark changes, never its number.

    `by`: an organisation; `source`: on which paper. The event's `time` is the day from which it counts.
    """

    TYPE: ClassVar[str] = "branda.catalogue.confirmed.v1"
    TOPIC: ClassVar[str] = CATALOGUES
    SUBJECT: ClassVar[Any] = Annotated[
        str, StringConstraints(pattern=rf"^{_VERSION}/(minimum|scoring|requirement|floor)/[a-z0-9][a-z0-9._]{{0,63}}$")
    ]

    catalogue: Version
    part: Part
    item: ItemId
    by: ShortText
    source: Source

    @property
    def subject(self) -> str:
        """The subject, and record key, of its event."""
        return f"{self.catalogue}/{self.part}/{self.item}"
