"""The programme's lines at four dates: the published figures come out of the demo's own data (`rules.md` 6)."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.table import Table

from stack.demo.api import Api, Json

DATES = ("2016-10-20", "2018-12-31", "2022-11-30", None)
"""The signing, the end of the first phase, the forum that told of a Silver, and today."""

PUBLISHED = {
    ("2016-10-20", "ever_awarded", "bronze"): (1, 1, 10),
    ("2016-10-20", "newly_awarded", "bronze"): (0, 0, 10),
    ("2018-12-31", "ever_awarded", "bronze"): (6, 6, 10),
    ("2018-12-31", "ever_awarded", "silver"): (0, 0, 10),
    ("2018-12-31", "newly_awarded", "bronze"): (5, 6, 10),
    ("2018-12-31", "participants", "bronze"): (8, 8, 12),
    ("2022-11-30", "newly_awarded", "silver"): (0, 1, 10),
}
"""(surely, possibly, of) by date, line and label."""


@dataclass(frozen=True)
class Programme:
    """What the API says of the programme, by date; today's last."""

    at: tuple[tuple[str, Json], ...]


def read_programme(api: Api) -> Programme:
    """Ask for every date."""
    found = (api.get("scoring", f"/api/v1/portfolio{f'?as_of={day}' if day else ''}") for day in DATES)
    return Programme(tuple((answer["on"], answer) for answer in found))


def programme_table(programme: Programme) -> Table:
    """Return one line per count, one column per date."""
    shown = Table(title=f"Programme InoLink: {_promise(programme)}", title_justify="left")
    shown.add_column("recorded awards, never readiness", overflow="fold")
    for day, _ in programme.at:
        shown.add_column(f"as on {day}", justify="right")
    for name, title, level in _lines(programme):
        shown.add_row(f"{title}: {level.title()}", *(_count(answer, name, level) for _, answer in programme.at))
    return shown


def check_programme(programme: Programme) -> list[str]:
    """Return every published figure that does not come out."""
    found = {
        (day, target["id"], line["level"]): (line["low"], line["high"], line["members"])
        for day, answer in programme.at
        for target in answer["targets"]
        for line in target["lines"]
    }
    return [
        f"the programme on {day}, {name}, {level}: {found.get((day, name, level))}, published {figures}"
        for (day, name, level), figures in PUBLISHED.items()
        if found.get((day, name, level)) != figures
    ]


def _promise(programme: Programme) -> str:
    return str(programme.at[-1][1]["promise"]["en"])


def _lines(programme: Programme) -> Iterator[tuple[str, str, str]]:
    for target in programme.at[-1][1]["targets"]:
        for line in target["lines"]:
            yield target["id"], target["title"]["en"], line["level"]


def _count(answer: Json, name: str, level: str) -> str:
    target = next(each for each in answer["targets"] if each["id"] == name)
    line = next(each for each in target["lines"] if each["level"] == level)
    low, high = line["low"], line["high"]
    number = str(low) if low == high else f"{low} or {high}" if high == low + 1 else f"{low}–{high}"
    least = f", at least {line['at_least']}" if line["at_least"] else ""
    return f"{number} of {line['members']}{least}"
