"""Which port everything of one stack listens on."""

from dataclasses import dataclass

from stack.errors import StackError
from stack.ports import LOOPBACK, free_ports, require_free

OFFSETS = {"intake": 0, "scoring": 10, "worker": 11, "notifier": 20, "mailsink": 30}
"""From the base; from 8010, where none is named: 8010, 8020, 8021, 8030, 8040 (design.md 6)."""


@dataclass(frozen=True)
class Ports:
    """`http` by process name; the servers behind them are on any free ports."""

    http: dict[str, int]
    kafka: int
    kafka_controller: int
    mongo: int
    smtp: int

    def url(self, name: str) -> str:
        return f"http://{LOOPBACK}:{self.http[name]}"


def choose_ports(base: str) -> Ports:
    """Ports from a number as base or, for "auto", free ones; raises if the base does not fit or a port is taken."""
    kafka, controller, mongo, smtp, *rest = free_ports(4 + len(OFFSETS))
    if base == "auto":
        return Ports(dict(zip(OFFSETS, rest, strict=True)), kafka, controller, mongo, smtp)
    http = {name: _base(base) + offset for name, offset in OFFSETS.items()}
    for name, port in http.items():
        require_free(port, name)
    return Ports(http, kafka, controller, mongo, smtp)


def _base(text: str) -> int:
    if not text.isdecimal() or not 1024 <= int(text) <= 65_000:
        raise StackError(f"--port-base {text} does not fit.", "Give a number from 1024 to 65000, or auto.")
    return int(text)
