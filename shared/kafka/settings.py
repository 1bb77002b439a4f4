"""Where Kafka is and how topics are laid out; every process that speaks to it inherits these settings.

FastStream is imported where it is used: scoring's pages and most commands read these settings and need none of it.
"""

import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:
    from faststream.security import BaseSecurity

SECRETS = Path("/run/secrets")
"""Where containers mount secrets: the file `branda_service_client_secret` is that setting; no environment shows it."""


class KafkaSettings(BaseSettings):
    """Read from `BRANDA_KAFKA…`: plain text on the loopback by default, SASL over TLS where a user is given.

    `group_instance` is the static membership id of this replica: stable and unique, from the deployment, or absent. Two
    replicas under one name throw each other out for ever.
    """

    model_config = SettingsConfigDict(
        env_prefix="BRANDA_",
        extra="ignore",
        secrets_dir=SECRETS if SECRETS.is_dir() else None,
        use_attribute_docstrings=True,
    )

    kafka: str = "127.0.0.1:9092"
    """Bootstrap addresses, `host:port`, several with commas."""

    topic_prefix: str = Field(default="", pattern=r"^[A-Za-z0-9._-]{0,64}$")
    """Put before every topic and group: two installations on one Kafka."""

    kafka_partitions: int = Field(default=12, ge=1)
    """Partitions of the topics by cluster; the same everywhere, and never changed."""

    kafka_replication: int = Field(default=1, ge=1)
    """Copies of each partition; 3 with three brokers or more."""

    kafka_user: str | None = None
    """User for SASL/SCRAM-SHA-512 over TLS; without one, plain text or TLS alone."""

    kafka_password: SecretStr = SecretStr("")
    """Password of `BRANDA_KAFKA_USER`."""

    kafka_ca: Path | None = None
    """Certificate authority of the brokers; given alone, TLS without a user."""

    group_instance: str | None = None
    """Name of this replica in its consumer group: stable, unique, or absent."""

    def topic(self, name: str) -> str:
        """Return the name on the broker of the topic that the contracts call `name`."""
        return self.topic_prefix + name

    def security(self) -> "BaseSecurity | None":
        """Return TLS and credentials for a FastStream broker; `None` is plain text."""
        if self.kafka_user is None and self.kafka_ca is None:
            return None
        from faststream.security import BaseSecurity, SASLScram512

        context = ssl.create_default_context(cafile=str(self.kafka_ca) if self.kafka_ca else None)
        if self.kafka_user is None:
            return BaseSecurity(ssl_context=context)
        password = self.kafka_password.get_secret_value()
        return SASLScram512(username=self.kafka_user, password=password, ssl_context=context)

    def connection(self) -> dict[str, Any]:
        """Return the arguments of a bare aiokafka client: address, TLS and credentials."""
        security = self.security()
        if security is None:
            return {"bootstrap_servers": self.kafka}
        from faststream.kafka.security import parse_security

        return {"bootstrap_servers": self.kafka, **parse_security(security)}
