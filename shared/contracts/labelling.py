"""Events about the way to a label: what the cluster and the label body have agreed and done (`rules.md` 4)."""

from datetime import date
from typing import ClassVar, Literal

from shared.contracts.common import SUBMISSIONS, Level, ShortText, TextDigest
from shared.contracts.envelope import Data

LabellingStep = Literal["contacted", "booked", "interviewed", "report", "awarded", "refused", "withdrawn"]


class LabellingProgressed(Data):
    """A step on the way to a label. It plans and reminds: only a benchmarking and a label record decide anything.

    `on` is the day of the step; of *booked* the day on which the interview was agreed, and `planned_on` the day agreed.
    """

    TYPE: ClassVar[str] = "branda.labelling.progressed.v1"
    TOPIC: ClassVar[str] = SUBMISSIONS

    level: Level
    step: LabellingStep
    on: date
    planned_on: date | None = None
    organisation: ShortText | None = None
    note: TextDigest | None = None
