"""A Kafka as in production: TLS, SCRAM-SHA-512 for every process, and only what docs/security.md allows.

The broker speaks to itself, and the test to it as its master, on a plain listener beside.
"""

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.admin import CreateAclsRequest

from shared.kafka.deadletters import SUFFIX
from shared.kafka.settings import KafkaSettings
from stack.kafka import CLUSTER_ID, Kafka
from stack.ports import LOOPBACK, free_ports
from tests.support.certificates import server_context

SECURITY = Path(__file__).parents[2] / "docs" / "security.md"
USERS = ("intake", "worker", "scoring", "notifier", "operator")
GROUPS = {"worker": "branda-scoring", "notifier": "branda-notifier", "intake": "branda-intake"}
"""What a process's consumer groups begin with."""

TOPIC, GROUP, LITERAL, PREFIXED, ALLOW = 2, 3, 3, 4, 3
READ, WRITE, CREATE, DESCRIBE, DESCRIBE_CONFIGS = 3, 4, 5, 8, 10
"""Numbers of the protocol (KIP-11, KIP-290)."""

PROPERTIES = """
listeners={listeners},CONTROLLER://{host}:{controller}
advertised.listeners={listeners},CONTROLLER://{host}:{controller}
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL
inter.broker.listener.name=PLAINTEXT
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
ssl.keystore.type=PEM
ssl.keystore.location={keystore}
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
allow.everyone.if.no.acl.found=false
"""


class Rule(NamedTuple):
    """Who may write and read one topic."""

    topic: str
    writers: frozenset[str]
    readers: frozenset[str]


def rules() -> list[Rule]:
    """Return the table of docs/security.md."""
    rows = re.findall(r"^\| `(branda\.[\w.]+)` \| ([^|]+) \| ([^|]+) \|$", SECURITY.read_text("utf-8"), re.MULTILINE)
    return [Rule(topic, _names(writers), _names(readers)) for topic, writers, readers in rows]


def _names(cell: str) -> frozenset[str]:
    return frozenset(re.sub(r" \(.*?\)", "", cell).split(", "))


class SecureKafka(Kafka):
    """An embedded Kafka with a second listener; a user's password is its name and `-password`."""

    def __init__(self, directory: Path) -> None:
        self.secure_port, port, controller = free_ports(3)
        directory.mkdir(parents=True, exist_ok=True)
        _, self.trusted = server_context(directory)
        self.keystore = directory / "server.pem"
        self.keystore.write_bytes((directory / "private.pem").read_bytes() + self.trusted.read_bytes())
        super().__init__(directory, port, controller)

    def settings(self, user: str, **changed: str) -> KafkaSettings:
        """Return a process's settings."""
        return KafkaSettings.model_validate(
            {
                "kafka": f"{LOOPBACK}:{self.secure_port}",
                "kafka_partitions": 1,
                "kafka_user": user,
                "kafka_password": f"{user}-password",
                "kafka_ca": self.trusted,
                **changed,
            }
        )

    def _format(self) -> None:
        """Called when the plain properties are written: adds ours, and the users."""
        listeners = f"PLAINTEXT://{LOOPBACK}:{self.port},SASL_SSL://{LOOPBACK}:{self.secure_port}"
        more = PROPERTIES.format(
            listeners=listeners, host=LOOPBACK, controller=self.controller_port, keystore=self.keystore
        )
        self._properties.write_text(self._properties.read_text() + more)
        users = [
            word for user in USERS for word in ("--add-scram", f"SCRAM-SHA-512=[name={user},password={user}-password]")
        ]
        arguments = ["format", "--cluster-id", CLUSTER_ID, "--config", str(self._properties), "--standalone", *users]
        subprocess.run(self._command("kafka.tools.StorageTool", *arguments), check=True, capture_output=True)


async def allow(kafka: SecureKafka) -> None:
    """Give the broker the access rules of the page, and no other."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    await admin.start()
    try:
        for user, kind, name, pattern, operation in acls():
            request = CreateAclsRequest(kind, name, pattern, f"User:{user}", "*", operation, ALLOW)
            response = await admin._send_to_controller(request)  # the client offers no public call for ACLs
            assert [code for code, _ in response.creation_responses] == [0]
    finally:
        await admin.close()


def acls() -> list[tuple[str, int, str, int, int]]:
    """Return every rule as user, kind of resource, its name, kind of name, operation."""
    found: set[tuple[str, int, str, int, int]] = set()
    for rule in rules():
        for user in rule.writers:
            found.add((user, TOPIC, rule.topic, LITERAL, WRITE))
        for user in rule.readers:
            found.add((user, TOPIC, rule.topic, LITERAL, READ))
        for user in rule.writers | rule.readers:
            for topic in {rule.topic, rule.topic.removesuffix(SUFFIX), rule.topic.removesuffix(SUFFIX) + SUFFIX}:
                found |= {(user, TOPIC, topic, LITERAL, each) for each in (DESCRIBE, DESCRIBE_CONFIGS)}
    found |= {("operator", TOPIC, "branda.", PREFIXED, each) for each in (CREATE, DESCRIBE, DESCRIBE_CONFIGS, WRITE)}
    found |= {(user, GROUP, group, PREFIXED, READ) for user, group in GROUPS.items()}
    return sorted(found)
