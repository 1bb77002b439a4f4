"""Waits until Branda has worked everything out, and shows it as a table."""

import time
from dataclasses import dataclass
from typing import Any

from rich.table import Table

from stack.demo.api import Api, Json
from stack.demo.load import DemoCluster
from stack.errors import StackError

PATIENCE = 90.0
"""Seconds until the last result and the last mail must be there; a few are usual."""

FINAL = frozenset({"sent", "failed", "no_recipient", "suppressed", "uncertain"})

VERDICTS = {
    "not_yet": "too early to apply",
    "cannot_tell": "cannot tell yet",
    "ready_if_confirmed": "contact once confirmed",
    "ready_to_contact": "contact an expert",
}


@dataclass(frozen=True)
class Row:
    """What became of one cluster: its result as the API gives it, and its messages."""

    cluster: DemoCluster
    result: Json
    messages: tuple[Json, ...]

    @property
    def sent(self) -> int:
        """Mails that the receiving server took."""
        return sum(message["state"] == "sent" for message in self.messages)


def wait_for_outcome(api: Api, clusters: list[DemoCluster]) -> list[Row]:
    """Return a row per cluster; raises `StackError` when results or mails do not come in time."""
    deadline = time.monotonic() + PATIENCE
    rows: list[Row] = []
    for cluster in clusters:
        while not (row := _row(api, cluster)):
            if time.monotonic() > deadline:
                raise StackError(
                    f"The result or the mails of {cluster.name} did not come within {PATIENCE:.0f} s.",
                    "`branda status` shows which process is not ready; its log says why.",
                )
            time.sleep(0.2)
        rows.append(row)
    return rows


def _row(api: Api, cluster: DemoCluster) -> Row | None:
    result = api.get("scoring", f"/api/v1/results/{cluster.id}")
    if "levels" not in result or result["passport"]["events"] < cluster.events:
        return None
    messages = tuple(api.get("notifier", f"/api/v1/messages?cluster={cluster.id}")["messages"])
    if any(message["state"] not in FINAL for message in messages) or len(messages) < cluster.mails:
        return None
    return Row(cluster, result, messages)


def table(rows: list[Row]) -> Table:
    """Return the demo's table: held label and readiness apart, as everywhere."""
    shown = Table(title="Readiness is an estimate; labels are awarded only by EUCLES.", title_justify="left")
    for heading in ("cluster", "held label", "Bronze", "Silver"):
        shown.add_column(heading, overflow="fold")
    shown.add_column("points of 150 (assumed)", justify="right")
    shown.add_column("mails", justify="right")
    for row in rows:
        verdicts = {level["level"]: VERDICTS[level["verdict"]] for level in row.result["levels"]}
        points = row.result["points"]["backed"]
        shown.add_row(
            row.cluster.name,
            _held(row.result["held"]),
            verdicts["bronze"],
            verdicts["silver"],
            f"{points['low']}–{points['high']}",
            str(row.sent),
        )
    return shown


def _held(labels: list[Any]) -> str:
    """Return the newest award of each level, the highest level last."""
    if not labels:
        return "none recorded"
    return "; ".join(f"{label['level']}: {label['state'].replace('_', ', ')}" for label in labels)
