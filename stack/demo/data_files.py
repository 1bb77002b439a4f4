"""The demo's data files; days are written as dates or as `today-6`."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

DATA = Path(__file__).parent / "data"
_RELATIVE = re.compile(r"today(?:([+-]\d+))?")


def vilnius_today() -> date:
    """Return the business day."""
    return datetime.now(ZoneInfo("Europe/Vilnius")).date()


def read(name: str, today: date) -> Any:
    """Return the content of one data file with every day as an ISO text."""
    return _dated(yaml.safe_load((DATA / name).read_text(encoding="utf-8")), today)


def _dated(value: Any, today: date) -> Any:
    if isinstance(value, dict):
        return {key: _dated(item, today) for key, item in value.items()}
    if isinstance(value, list):
        return [_dated(item, today) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    relative = _RELATIVE.fullmatch(value) if isinstance(value, str) else None
    if relative:
        return (today + timedelta(days=int(relative[1] or 0))).isoformat()
    return value
