"""The demo's data files; days are dates, or relative to the demo's: `today-6` (days), `today-19m` (months)."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

DATA = Path(__file__).parent / "data"
_RELATIVE = re.compile(r"today(?:([+-]\d+)(m?))?")


def vilnius_today() -> date:
    """Return the business day."""
    return datetime.now(ZoneInfo("Europe/Vilnius")).date()


def read(name: str, today: date) -> Any:
    """Return the content of one data file with every day as an ISO text."""
    return _dated(yaml.safe_load((DATA / name).read_text(encoding="utf-8")), today)


def fictional(today: date) -> dict[str, Any]:
    """Return the fictional clusters by letter."""
    files = sorted((DATA / "fictional").glob("*.yaml"))
    return {file.stem: read(f"fictional/{file.name}", today) for file in files}


def _dated(value: Any, today: date) -> Any:
    if isinstance(value, dict):
        return {key: _dated(item, today) for key, item in value.items()}
    if isinstance(value, list):
        return [_dated(item, today) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    relative = _RELATIVE.fullmatch(value) if isinstance(value, str) else None
    if relative:
        number, unit = int(relative[1] or 0), relative[2]
        return (_months(today, number) if unit else today + timedelta(days=number)).isoformat()
    return value


def _months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
