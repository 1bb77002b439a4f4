"""What the files of a catalogue hold, before they are put together."""

from typing import Annotated, Any, Literal

from pydantic import Field

from shared.catalogue.model import (
    Day,
    Dimension,
    Floor,
    IndicatorOrigins,
    LevelId,
    Model,
    Origins,
    Process,
    Role,
    Text,
)

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
SetId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*@[1-9][0-9]*$")]


class PinnedSet(Model):
    """A set of the bundle, pinned by name, version and hash."""

    id: SetId
    sha256: Sha256


class BundleFile(Model):
    """`bundle.yaml`."""

    name: str
    version: int
    title: Text
    in_force_from: Day
    floor: Floor
    sets: tuple[PinnedSet, ...]
    levels: tuple[LevelId, ...]


class IndicatorSetFile(Model):
    """`set.yaml` of a set of indicators; each dimension has files of its own beside it."""

    kind: Literal["indicators"]
    role: Role = "label"
    name: str
    version: int
    title: Text
    note: Text | None = None
    origins: IndicatorOrigins
    defaults: dict[str, Any] = Field(default_factory=dict)
    dimensions: tuple[Dimension, ...]


class DimensionFile(Model):
    """Indicators of one dimension: all of them, or a part that is read in one sitting."""

    dimension: str
    indicators: tuple[dict[str, Any], ...]


class ItemSetFile(Model):
    """`set.yaml` of a check list."""

    kind: Literal["items"]
    name: str
    version: int
    title: Text
    note: Text | None = None
    origins: Origins
    defaults: dict[str, Any] = Field(default_factory=dict)
    items: tuple[dict[str, Any], ...]


class LevelFile(Model):
    """`levels/<level>.yaml`."""

    level: LevelId
    name: Text
    subtitle: Text
    process: Process | None = None
    requirements: tuple[dict[str, Any], ...]
