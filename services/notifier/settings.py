"""What the notifier is told by its environment."""

import ssl
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr

from shared.kafka.settings import KafkaSettings


def mail_address(text: str) -> Address:
    """Return the sender in `Branda <branda@example.org>`; raises `ValueError` if there is none."""
    name, address = parseaddr(text)
    try:
        parsed = Address(name, addr_spec=address)
    except (MessageError, ValueError, IndexError) as error:
        raise ValueError(f"not a mail address: {text!r}") from error
    if not parsed.username or not parsed.domain or not parsed.addr_spec.isascii():
        raise ValueError(f"not a mail address: {text!r}")
    return parsed


def _checked(text: str) -> str:
    mail_address(text)
    return text


class Settings(KafkaSettings):
    """Read from `BRANDA_…`. `notifier_lease_seconds`: how soon a dead process's message is taken up again."""

    mongo: str = "mongodb://127.0.0.1:27017/?replicaSet=rs0"
    notifier_database: str = "branda_notifier"
    notifier_lease_seconds: float = Field(default=15.0, gt=0)
    notifier_senders: int = Field(default=2, ge=1, le=16)

    intake_url: str = "http://127.0.0.1:8010"
    scoring_url: str = "http://127.0.0.1:8020"
    public_scoring_url: str | None = None
    service_client_id: str = "notifier"
    service_client_secret: SecretStr = SecretStr("")
    issuer: str = "branda-intake"
    catalogues: Path = Path("catalogues")

    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_tls: Literal["required", "none"] = "required"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_ca: Path | None = None
    smtp_seconds: float = Field(default=30.0, gt=0)
    mail_sender: Annotated[str, AfterValidator(_checked)] = "Branda <branda@branda.example>"

    @property
    def lease(self) -> timedelta:
        """The lease as a length of time."""
        return timedelta(seconds=self.notifier_lease_seconds)

    def result_page(self, cluster: str) -> str:
        """Return the address of a cluster's result page, as the reader of a mail reaches it."""
        return f"{(self.public_scoring_url or self.scoring_url).rstrip('/')}/results/{cluster}"

    def smtp_context(self) -> ssl.SSLContext:
        """Return how the relay's certificate is judged: by the system's authorities, or by `smtp_ca` alone."""
        return ssl.create_default_context(cafile=str(self.smtp_ca) if self.smtp_ca else None)
