"""What `branda up` runs, in which order, with which settings."""

import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

from stack.addresses import Ports
from stack.credentials import Client
from stack.directory import StackDirectory
from stack.kafka import Kafka
from stack.mongo import Mongo
from stack.ports import LOOPBACK
from stack.process import ManagedProcess, Program
from stack.supervisor import Job, Plan

FACTORIES = {
    "intake": "services.intake.main:create_app",
    "scoring": "services.scoring.web:create_app",
    "worker": "services.scoring.worker:create_app",
    "notifier": "services.notifier.main:create_app",
}
CATALOGUES = Path(__file__).resolve().parents[1] / "catalogues"

APPLY_TOPICS = "from shared.kafka.cli import app; app()"
"""Not `branda topics apply`: that would import every service first, and all of them wait for this job."""


NICE = {"notifier": 5}
"""On one machine a mail may wait while somebody waits for an answer or a result; it still gets a quarter of a core."""


def full_plan(directory: StackDirectory, ports: Ports, clients: Mapping[str, Client]) -> Plan:
    """Servers first, then the topics, then the four processes."""
    kafka = Kafka(directory.kafka, ports.kafka, ports.kafka_controller, directory.logs)
    mongo = Mongo(directory.mongo, ports.mongo, directory.logs)
    settings = common_settings(ports, kafka.bootstrap, mongo.dsn)
    topics = Job("topics", [sys.executable, "-c", APPLY_TOPICS, "topics", "apply"], settings, directory.logs)
    services = tuple(
        ManagedProcess(service(name, ports, settings | own_settings(name, directory, clients)), directory.logs)
        for name in FACTORIES
    )
    # Kafka last: its folder is formatted before it starts, and the others need not wait for that
    return [(mongo.process, mail_sink(directory.mail, ports, directory.logs), kafka.process), topics, services]


def common_settings(ports: Ports, kafka: str, mongo: str) -> dict[str, str]:
    """What every process is told about the others."""
    return {
        "BRANDA_KAFKA": kafka,
        "BRANDA_MONGO": mongo,
        "BRANDA_CATALOGUES": os.environ.get("BRANDA_CATALOGUES", str(CATALOGUES)),
        "BRANDA_INTAKE_URL": ports.url("intake"),
        "BRANDA_SCORING_URL": ports.url("scoring"),
        "BRANDA_NOTIFIER_URL": ports.url("notifier"),
        "BRANDA_SMTP_HOST": LOOPBACK,
        "BRANDA_SMTP_PORT": str(ports.smtp),
        "BRANDA_SMTP_TLS": "none",
        "BRANDA_MAIL_SENDER": "Branda <branda@branda.example>",
    }


def own_settings(name: str, directory: StackDirectory, clients: Mapping[str, Client]) -> dict[str, str]:
    """What only the process `name` may know; a stable group instance lets it resume at once after a kill."""
    own = {"BRANDA_GROUP_INSTANCE": f"{name}-1"}
    if name == "intake":
        own |= {"BRANDA_SIGNING_KEY": str(directory.signing_key), "BRANDA_CLIENTS_FILE": str(directory.clients)}
    if name in clients:
        client = clients[name]
        own |= {"BRANDA_SERVICE_CLIENT_ID": client["id"], "BRANDA_SERVICE_CLIENT_SECRET": client["secret"]}
    return own


def service(name: str, ports: Ports, settings: Mapping[str, str]) -> Program:
    """One of our processes under uvicorn. No access log: addresses may carry one-time tokens."""
    command = [sys.executable, "-m", "uvicorn", "--factory", FACTORIES[name], "--no-access-log"]
    network = ["--host", LOOPBACK, "--port", str(ports.http[name]), "--timeout-graceful-shutdown", "5"]
    return Program(
        name=name,
        command=command + network,
        ready=answers(f"{ports.url(name)}/health/ready"),
        environment=settings,
        address=ports.url(name),
        nice=NICE.get(name, 0),
    )


def mail_sink(maildir: Path, ports: Ports, logs: Path) -> ManagedProcess:
    """The mail catcher as a child process."""
    options = ["--maildir", maildir, "--smtp-port", ports.smtp, "--http-port", ports.http["mailsink"]]
    program = Program(
        name="mailsink",
        command=[sys.executable, "-m", "stack.mailsink", *map(str, options)],
        ready=answers(f"{ports.url('mailsink')}/health/ready"),
        address=ports.url("mailsink"),
    )
    return ManagedProcess(program, logs)


def answers(url: str) -> Callable[[], bool]:
    """A look whether `url` answers 200."""

    def look() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own http address
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    return look
