"""Which ports are taken, and what is said about those that cannot be."""

import socket

import pytest

from stack.addresses import choose_ports
from stack.errors import StackError
from stack.ports import LOOPBACK, free_ports, require_free
from stack.status import port_of


def test_the_base_moves_all_pages() -> None:
    base = 61_000

    ports = choose_ports(str(base))

    assert ports.http == {"intake": 61_000, "scoring": 61_010, "worker": 61_011, "notifier": 61_020, "mailsink": 61_030}
    assert ports.url("scoring") == "http://127.0.0.1:61010"


def test_auto_picks_different_free_ports() -> None:
    ports = choose_ports("auto")

    chosen = [*ports.http.values(), ports.kafka, ports.kafka_controller, ports.mongo, ports.smtp]
    assert len(set(chosen)) == 9


@pytest.mark.parametrize("base", ["80", "65001", "nine", "-1", ""])
def test_a_base_that_does_not_fit(base: str) -> None:
    with pytest.raises(StackError, match="does not fit"):
        choose_ports(base)


def test_a_taken_port_names_its_purpose_and_the_ways_out() -> None:
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(StackError, match=f"Port {port}, meant for intake") as raised:
            require_free(port, "intake")

    assert "--port-base auto" in raised.value.remedy


def test_free_ports_differ() -> None:
    assert len(set(free_ports(20))) == 20


@pytest.mark.parametrize(
    ("address", "port"),
    [
        ("127.0.0.1:9092", 9092),
        ("mongodb://127.0.0.1:27017/?replicaSet=rs0", 27017),
        ("http://127.0.0.1:8010", 8010),
        ("", None),
    ],
)
def test_the_port_of_an_address(address: str, port: int | None) -> None:
    assert port_of(address) == port
