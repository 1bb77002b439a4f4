"""Business dates: Vilnius days, known to a day, a month or a year (`rules.md` 5 and 7)."""

import calendar
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from services.intake.domain.findings import Message
from shared.catalogue.findings import Finding, InputMessage

Precision = Literal["day", "month", "year"]
VILNIUS = ZoneInfo("Europe/Vilnius")


def day_of(moment: datetime) -> date:
    """Return the Vilnius day of `moment`."""
    return moment.astimezone(VILNIUS).date()


def first_day(day: date, precision: Precision) -> date:
    """Return the first day that a date of this precision may mean."""
    if precision == "year":
        return day.replace(month=1, day=1)
    return day.replace(day=1) if precision == "month" else day


def last_day(day: date, precision: Precision) -> date:
    """Return the last day that a date of this precision may mean: the event's `time` (`rules.md` 7)."""
    if precision == "year":
        return day.replace(month=12, day=31)
    if precision == "month":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


def not_future(pointer: str, day: date | None, today: date, precision: Precision = "day") -> list[Finding]:
    """Return a finding if `day` cannot have come yet."""
    if day is None or first_day(day, precision) <= today:
        return []
    return [Finding(pointer, InputMessage.IN_THE_FUTURE, {"today": today.isoformat()})]


def not_before(pointer: str, day: date | None, earlier: date | None, precision: Precision = "day") -> list[Finding]:
    """Return a finding if `day` lies before `earlier`, a date known with `precision`."""
    if day is None or earlier is None or day >= first_day(earlier, precision):
        return []
    return [Finding(pointer, Message.BEFORE, {"earlier": earlier.isoformat()})]
