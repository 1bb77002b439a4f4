"""What each process is told, and what only one of them may know."""

from pathlib import Path

import pytest

from stack.addresses import Ports
from stack.credentials import Client
from stack.directory import StackDirectory
from stack.plan import FACTORIES, common_settings, own_settings, service

PORTS = Ports({"intake": 1, "scoring": 2, "worker": 3, "notifier": 4, "mailsink": 5}, 6, 7, 8, 9)


@pytest.fixture
def clients() -> dict[str, Client]:
    names = ("worker", "scoring", "notifier", "operator", "demo-agency")
    return {name: Client(id=name, secret=f"secret of {name}", role="service", clusters="*") for name in names}


def test_every_process_knows_where_the_others_are() -> None:
    settings = common_settings(PORTS, "127.0.0.1:6", "mongodb://127.0.0.1:8/?replicaSet=rs0")

    assert settings["BRANDA_KAFKA"] == "127.0.0.1:6"
    assert settings["BRANDA_INTAKE_URL"] == "http://127.0.0.1:1"
    assert settings["BRANDA_SCORING_URL"] == "http://127.0.0.1:2"
    assert settings["BRANDA_NOTIFIER_URL"] == "http://127.0.0.1:4"
    assert (settings["BRANDA_SMTP_PORT"], settings["BRANDA_SMTP_TLS"]) == ("9", "none")


@pytest.mark.parametrize("name", FACTORIES)
def test_a_process_learns_its_own_secret_and_no_other(name: str, clients: dict[str, Client]) -> None:
    settings = own_settings(name, StackDirectory(Path("/stack")), clients)

    secrets = [value for value in settings.values() if value.startswith("secret of")]
    assert secrets == ([] if name == "intake" else [f"secret of {name}"])
    assert ("BRANDA_SIGNING_KEY" in settings) == (name == "intake")
    assert ("BRANDA_CLIENTS_FILE" in settings) == (name == "intake")


def test_no_secret_is_on_a_command_line_and_no_address_in_a_log() -> None:
    program = service("notifier", PORTS, {"BRANDA_SERVICE_CLIENT_SECRET": "s3cret"})

    assert "s3cret" not in " ".join(program.command)
    assert "--no-access-log" in program.command
    assert program.command[-6:-2] == ["--host", "127.0.0.1", "--port", "4"]
